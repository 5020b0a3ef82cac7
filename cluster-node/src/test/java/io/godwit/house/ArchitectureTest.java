package io.godwit.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.godwit.house.planted.AskingCore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final List<Path> MODULES = House.MODULES.stream()
            .map(House::classesOf)
            .map(folder -> folder.toAbsolutePath().normalize())
            .toList();

    private static final JavaClasses PRODUCT = House.classes();
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackagesOf(AskingCore.class);

    @BeforeAll
    static void looksAtTheWholeProduct() {
        long messages = PRODUCT.stream()
                .filter(type -> type.isAssignableTo("io.godwit.link.WireMessage"))
                .count();
        System.out.println("Looked at " + PRODUCT.size() + " classes, " + messages + " of them wire messages");
        assertThat(PRODUCT.size()).isGreaterThan(300);
        assertThat(messages).isGreaterThan(20);
    }

    @Test
    void packagesHaveNoCycles() {
        ArchitectureRules.noPackageCycles().check(PRODUCT);
    }

    @Test
    void modulesUseOnlyThoseBeforeThem() {
        ArchitectureRules.arrowsOfModules(MODULES).check(PRODUCT);
    }

    @Test
    void onlyActorsAndAdaptersTouchPekkoOrTheLog() {
        ArchitectureRules.coresArePure().check(PRODUCT);
    }

    @Test
    void coresReadAndWriteNothing() {
        for (var core : ArchitectureRules.WITHOUT_IO) {
            ArchitectureRules.coresDoNoIo(core).check(PRODUCT);
        }
    }

    @Test
    void messagesBetweenHostsHoldNoReferences() {
        ArchitectureRules.wireMessagesCarryNoReferences().check(PRODUCT);
    }

    @Test
    void nobodyReadsAClockOrSleeps() {
        Banned.clocks().check(PRODUCT);
    }

    @Test
    void nobodyDrawsFromAnythingButASeed() {
        Banned.chance().check(PRODUCT);
    }

    @Test
    void nothingComesOutInNoCertainOrder() {
        Banned.unorderedCollections().check(PRODUCT);
    }

    @Test
    void nobodyAsksOrLeavesTheActorsThread() {
        Banned.foreignThreads().check(PRODUCT);
    }

    @Test
    void eachRuleBites() {
        assertThat(findings(ArchitectureRules.noPackageCycles(), PLANTED)).isEqualTo(1);
        assertThat(findings(ArchitectureRules.arrowsOfModules(MODULES.reversed()), PRODUCT))
                .isPositive();
        assertThat(findings(ArchitectureRules.coresArePure(), PLANTED)).isPositive();
        assertThat(findings(ArchitectureRules.coresDoNoIo("io.godwit.house.planted.."), PLANTED))
                .isPositive();
        assertThat(findings(ArchitectureRules.wireMessagesCarryNoReferences(), PLANTED))
                .isEqualTo(2);
        assertThat(findings(Banned.clocks(), PLANTED)).isEqualTo(2);
        assertThat(findings(Banned.chance(), PLANTED)).isEqualTo(3);
        assertThat(findings(Banned.unorderedCollections(), PLANTED)).isEqualTo(3);
        assertThat(findings(Banned.foreignThreads(), PLANTED)).isEqualTo(2);
    }

    private static int findings(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails().size();
    }
}

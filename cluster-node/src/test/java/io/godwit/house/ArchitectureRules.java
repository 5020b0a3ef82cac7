package io.godwit.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may depend on whom, by what the compiler wrote.
final class ArchitectureRules {

    /// Where Pekko is the matter itself: the virtual clock's dispatcher and scheduler, the stage that actors are put
    /// on, the port to other nodes, a node's bootstrap, the HTTP door, the console.
    private static final String[] ADAPTERS = {
        "io.godwit.time..",
        "io.godwit.stage..",
        "io.godwit.link..",
        "io.godwit.node..",
        "io.godwit.process..",
        "io.godwit.door..",
        "io.godwit.cli..",
        "io.godwit.drill..",
        "io.godwit.migration.channel.."
    };

    /// Packages that are all core: they read and write nothing.
    static final String[] WITHOUT_IO = {
        "io.godwit.identity..",
        "io.godwit.unit..",
        "io.godwit.cpu..",
        "io.godwit.memory..",
        "io.godwit.vm..",
        "io.godwit.history..",
        "io.godwit.permit..",
        "io.godwit.placement..",
        "io.godwit.invariant..",
        "io.godwit.migration.precopy..",
        "io.godwit.migration.switchover.."
    };

    /// What a message within a host may carry of Pekko: whom to answer.
    private static final String WHOM_TO_ANSWER = "org.apache.pekko.actor.typed.ActorRef";

    private static final String BEHAVIOR = "org.apache.pekko.actor.typed.Behavior";

    private ArchitectureRules() {}

    static ArchRule noPackageCycles() {
        return slices().matching("io.godwit.(**)").should().beFreeOfCycles();
    }

    /// A module uses nothing of a later one. The place of a class file tells its module.
    static ArchRule arrowsOfModules(List<Path> inOrder) {
        return classes().should(new ArchCondition<>("use only earlier modules") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int mine = moduleOf(type, inOrder);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> moduleOf(dependency.getTargetClass(), inOrder) > mine)
                        .forEach(dependency -> violated(events, dependency, dependency.getDescription()));
            }
        });
    }

    private static int moduleOf(JavaClass type, List<Path> inOrder) {
        Optional<Path> file = type.getSource()
                .map(source -> source.getUri())
                .filter(uri -> "file".equals(uri.getScheme()))
                .map(Path::of);
        return inOrder.stream()
                .filter(module -> file.isPresent() && file.get().startsWith(module))
                .mapToInt(inOrder::indexOf)
                .findFirst()
                .orElse(-1);
    }

    /// A pure core and a thin actor: a file touches Pekko or logs only if one of its types makes a `Behavior`, or if it
    /// is in an adapter's package. Others may name `ActorRef`, in messages within a host, and no more.
    static ArchRule coresArePure() {
        return classes()
                .that(DescribedPredicate.not(resideInAnyPackage(ADAPTERS)))
                .should(new ArchCondition<>("be an actor to use Pekko or a log") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!makesBehavior(outermost(type))) {
                            type.getDirectDependenciesFromSelf().stream()
                                    .filter(dependency -> isOfActors(dependency.getTargetClass()))
                                    .forEach(dependency -> violated(events, dependency, dependency.getDescription()));
                        }
                    }
                });
    }

    private static boolean isOfActors(JavaClass target) {
        String name = target.getBaseComponentType().getName();
        boolean pekko = name.startsWith("org.apache.pekko.") && !name.equals(WHOM_TO_ANSWER);
        return pekko || name.startsWith("org.slf4j.");
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private static boolean makesBehavior(JavaClass file) {
        return file.getMethods().stream()
                .anyMatch(method -> method.getRawReturnType().getName().equals(BEHAVIOR));
    }

    static ArchRule coresDoNoIo(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..");
    }

    /// Messages between hosts carry ids and values, at no depth an actor's reference.
    static ArchRule wireMessagesCarryNoReferences() {
        return classes().that().implement("io.godwit.link.WireMessage").should(new ArchCondition<>("hold only values") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                reach(type, new LinkedHashSet<>()).stream()
                        .filter(held -> held.getName().startsWith("org.apache.pekko."))
                        .forEach(held -> violated(events, type, type.getName() + " holds a " + held.getName()));
            }
        });
    }

    /// All that a message of this type may hold: its fields' types, their arguments, and what implements them.
    private static Set<JavaClass> reach(JavaClass type, Set<JavaClass> seen) {
        JavaClass held = type.getBaseComponentType();
        if (seen.add(held) && held.getName().startsWith("io.godwit.")) {
            held.getFields().stream()
                    .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .flatMap(field -> field.getAllInvolvedRawTypes().stream())
                    .forEach(involved -> reach(involved, seen));
            held.getSubclasses().forEach(variant -> reach(variant, seen));
        }
        return seen;
    }

    private static void violated(ConditionEvents events, Object where, String what) {
        events.add(SimpleConditionEvent.violated(where, what));
    }
}

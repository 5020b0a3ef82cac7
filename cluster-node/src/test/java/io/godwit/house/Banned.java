package io.godwit.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitReferenceTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.regex.Pattern;

/// What would make two runs of one seed differ, or would block or overtake an actor. `io.godwit.time` is where the
/// clock, randomness and waiting are at home; nobody else touches them.
///
/// A call is written as `class.method/parameters`; a constructor is `<init>`.
final class Banned {

    private static final String HOME = "io.godwit.time..";

    private static final List<Pattern> CLOCKS = patterns(
            "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)/.*",
            "java\\.time\\.(Instant|LocalDate|LocalTime|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now/.*",
            "java\\.time\\.Clock\\.(system|tick).*",
            "java\\.lang\\.Thread\\.sleep/.*",
            "java\\.util\\.concurrent\\.TimeUnit\\.sleep/.*");

    private static final List<Pattern> CHANCE = patterns(
            "java\\.util\\.(Random|SplittableRandom)\\..*",
            "java\\.util\\.concurrent\\.ThreadLocalRandom\\..*",
            "java\\.security\\.SecureRandom\\..*",
            "java\\.util\\.UUID\\.randomUUID/.*",
            "java\\.lang\\.Math\\.random/.*",
            "java\\.util\\.Collections\\.shuffle/1");

    private static final List<Pattern> UNORDERED = patterns(
            "java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap)\\.(<init>|newHash).*",
            "java\\.util\\.concurrent\\.ConcurrentHashMap\\.(<init>|newKeySet).*",
            "java\\.util\\.Map\\.(ofEntries|copyOf)/.*",
            "java\\.util\\.Map\\.of/([4-9]|\\d\\d)",
            "java\\.util\\.Set\\.copyOf/.*",
            "java\\.util\\.Set\\.of/([2-9]|\\d\\d|array)",
            "java\\.util\\.stream\\.Collectors\\.(toSet|toUnmodifiableSet|toUnmodifiableMap)/.*",
            "java\\.util\\.stream\\.Collectors\\.toMap/[23]",
            "java\\.util\\.stream\\.Collectors\\.groupingBy/[12]",
            "java\\.lang\\.System\\.identityHashCode/.*");

    private static final List<Pattern> FOREIGN_THREADS = patterns(
            "org\\.apache\\.pekko\\.actor\\.typed\\.javadsl\\.AskPattern\\..*",
            "org\\.apache\\.pekko\\.actor\\.typed\\.javadsl\\.ActorContext\\.(ask|askWithStatus|watch)/.*",
            "org\\.apache\\.pekko\\.actor\\.typed\\.ActorRef\\.(path|compareTo|hashCode)/.*",
            "org\\.apache\\.pekko\\..*\\.(startTimerAtFixedRate|scheduleAtFixedRate)/.*",
            "java\\.util\\.concurrent\\.(CompletableFuture|CompletionStage)\\.\\w+Async/.*",
            "java\\.util\\.concurrent\\.ForkJoinPool\\.commonPool/.*",
            "java\\.util\\.(Collection|List|Set)\\.parallelStream/.*");

    private Banned() {}

    static ArchRule clocks() {
        return noneOf(CLOCKS, "read a clock or sleep");
    }

    static ArchRule chance() {
        return noneOf(CHANCE, "draw from anything but a seed");
    }

    static ArchRule unorderedCollections() {
        return noneOf(UNORDERED, "hold what comes out in no certain order");
    }

    static ArchRule foreignThreads() {
        return noneOf(FOREIGN_THREADS, "ask, answer from a foreign thread, or repeat at a fixed rate");
    }

    private static ArchRule noneOf(List<Pattern> banned, String what) {
        return classes()
                .that(DescribedPredicate.not(resideInAnyPackage(HOME)))
                .should(new ArchCondition<>("not " + what) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getAccessesFromSelf().stream()
                                .filter(access -> banned.stream().anyMatch(call -> call.matcher(told(access))
                                        .matches()))
                                .forEach(access ->
                                        events.add(SimpleConditionEvent.violated(access, access.getDescription())));
                    }
                });
    }

    private static String told(JavaAccess<?> access) {
        List<JavaClass> parameters =
                switch (access.getTarget()) {
                    case CodeUnitCallTarget call -> call.getRawParameterTypes();
                    case CodeUnitReferenceTarget reference -> reference.getRawParameterTypes();
                    default -> List.of();
                };
        boolean array = parameters.size() == 1 && parameters.getFirst().isArray();
        return access.getTargetOwner().getName() + "." + access.getName() + "/" + (array ? "array" : parameters.size());
    }

    private static List<Pattern> patterns(String... calls) {
        return List.of(calls).stream().map(Pattern::compile).toList();
    }
}

package dev.platte.harness.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Section 2 of the design as rules over the compiled classes. */
final class HouseRules {

    /** The floor of each module, lowest first; a module imports from lower floors only. */
    private static final Map<String, Integer> FLOORS =
            Map.of(
                    "omaha", 1, "policy", 2, "keys", 2, "db", 3, "payload", 3, "web", 4, "server",
                    5, "ctl", 5, "client", 5, "harness", 6);

    /** Proofs of a verification, by their simple names. */
    private static final Set<String> PROOFS = Set.of("VerifiedImage", "AppliedPayload");

    private static final Pattern NAME =
            Pattern.compile(
                    "dev\\.platte\\.("
                            + String.join("|", FLOORS.keySet())
                            + ")\\.[a-z]+(\\.[A-Z].*|\\.package-info)");

    private HouseRules() {}

    /** Each rule by the sentence that it holds. */
    static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("imports go down only", classes().should(importOnlyFromLowerFloors()));
        rules.put(
                "packages have no cycles",
                slices().matching("dev.platte.(*).(*)..").should().beFreeOfCycles());
        rules.put(
                "packages are dev.platte.module.feature, never deeper",
                classes()
                        .should()
                        .haveNameMatching(NAME.pattern())
                        .because("a reader finds every feature from the folder names"));
        rules.put(
                "names say what a thing is",
                noClasses()
                        .should()
                        .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Common)(\\$.*)?"));
        rules.put(
                "only omaha.xml sees XML",
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.platte.omaha.xml")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "jakarta.xml..",
                                "javax.xml..",
                                "org.w3c.dom..",
                                "org.xml.sax..",
                                "com.ctc.wstx..",
                                "org.codehaus.stax2.."));
        rules.put(
                "the policy is pure",
                noClasses()
                        .that()
                        .resideInAPackage("dev.platte.policy..")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                                "java.io..",
                                                "java.nio.channels..",
                                                "java.nio.file..",
                                                "java.net..",
                                                "java.sql..",
                                                "java.util.concurrent..")
                                        .or(
                                                describe(
                                                        "clocks and dice",
                                                        type ->
                                                                type.isAssignableTo(Clock.class)
                                                                        || type.isAssignableTo(
                                                                                java.util.random
                                                                                        .RandomGenerator
                                                                                        .class)
                                                                        || type.isEquivalentTo(
                                                                                System.class)))));
        rules.put(
                "only main asks the system for the time",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.platte.harness..")
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(LocalDate.class, "now")
                        .orShould()
                        .callMethod(LocalDateTime.class, "now")
                        .orShould()
                        .callMethod(ZonedDateTime.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis"));
        rules.put(
                "the client is small: no Spring, no database",
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                "dev.platte.client..", "dev.platte.ctl..", "dev.platte.payload..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.springframework..", "jakarta.persistence.."));
        rules.put(
                "pages reach the tables through verbs only",
                noClasses()
                        .that()
                        .resideInAnyPackage("dev.platte.web..", "dev.platte.server.api..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "jakarta.persistence..",
                                "org.springframework.jdbc..",
                                "org.springframework.data.jpa..",
                                "java.sql.."));
        rules.put(
                "packages are null-marked",
                classes().should(beInNullMarkedPackages()).because("null is said, never guessed"));
        rules.put(
                "only its own verification makes a proof",
                classes()
                        .that(describe("are proofs", type -> PROOFS.contains(type.getSimpleName())))
                        .should()
                        .haveModifier(JavaModifier.FINAL)
                        .andShould(hideTheirConstructors()));
        return rules;
    }

    static String module(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 && parts[0].equals("dev") && parts[1].equals("platte")
                ? parts[2]
                : "";
    }

    private static ArchCondition<JavaClass> importOnlyFromLowerFloors() {
        return new ArchCondition<>("import from their own module and from lower floors only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String from = module(type);
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String to = module(dependency.getTargetClass());
                    if (to.isEmpty() || to.equals(from)) {
                        continue;
                    }
                    if (FLOORS.getOrDefault(to, 99) >= FLOORS.getOrDefault(from, 0)
                            || from.equals("server") && to.equals("web")) {
                        events.add(
                                SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> hideTheirConstructors() {
        return new ArchCondition<>("hide their constructors from other packages") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getConstructors().stream()
                        .filter(
                                constructor ->
                                        constructor.getModifiers().contains(JavaModifier.PUBLIC)
                                                || constructor
                                                        .getModifiers()
                                                        .contains(JavaModifier.PROTECTED))
                        .forEach(
                                constructor ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        type, constructor.getFullName())));
            }
        };
    }

    private static ArchCondition<JavaClass> beInNullMarkedPackages() {
        return new ArchCondition<>("be in packages whose package-info says @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }

    /** Classes that a rule's culprit is known by: those in a package named {@code culprit}. */
    static DescribedPredicate<JavaClass> culprits() {
        return describe("culprits", type -> type.getPackageName().contains(".culprit"));
    }
}

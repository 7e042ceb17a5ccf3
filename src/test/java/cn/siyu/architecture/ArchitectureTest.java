package cn.siyu.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;

/** The house plan: calls go down, events go up, and nobody looks into another's rooms. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "cn.siyu";

    private static final HousePlan PLAN = new HousePlan(ROOT);

    @ArchTest
    static final ArchRule every_context_has_a_floor = classes().should(PLAN.haveAFloor());

    @ArchTest
    static final ArchRule calls_go_down = classes().should(PLAN.dependOnlyOnLowerFloors());

    @ArchTest
    static final ArchRule contexts_show_only_their_front_door = classes().should(PLAN.useOnlyFrontDoors());

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    /** Decision 12: a proxy that finds its bean with every call costs more than most of the calls. */
    @ArchTest
    static final ArchRule beans_stand_behind_no_proxy = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".kernel.event.Listeners")
            .should()
            .beAnnotatedWith(ApplicationScoped.class);

    @ArchTest
    static final ArchRule domain_is_plain_java = noClasses()
            .that()
            .resideInAPackage("..domain..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io..",
                    "jakarta..",
                    "org.hibernate..",
                    "com.fasterxml..",
                    "..app..",
                    "..store..",
                    "..web..",
                    "..listen.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_stores_and_the_kernel_know_rows = noClasses()
            .that()
            .resideOutsideOfPackages("..store..", "..kernel..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "jakarta.persistence..", "org.hibernate..", "io.vertx.mutiny.sqlclient..", "io.vertx.sqlclient.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule numbers_do_not_float = noFields()
            .should()
            .haveRawType(double.class)
            .orShould()
            .haveRawType(float.class)
            .orShould()
            .haveRawType(Double.class)
            .orShould()
            .haveRawType(Float.class)
            .orShould()
            .haveRawType(java.math.BigDecimal.class);

    @ArchTest
    static final ArchRule results_do_not_float = noMethods()
            .should()
            .haveRawReturnType(double.class)
            .orShould()
            .haveRawReturnType(float.class)
            .orShould()
            .haveRawReturnType(Double.class)
            .orShould()
            .haveRawReturnType(java.math.BigDecimal.class);

    @ArchTest
    static final ArchRule every_route_says_who_may_call =
            methods().that(HousePlan.areRoutes()).should(PLAN.sayWhoMayCall());

    @ArchTest
    static final ArchRule every_route_is_public =
            methods().that(HousePlan.areRoutes()).should(PLAN.bePublic());

    @ArchTest
    static final ArchRule nothing_is_offloaded_or_blocks_by_annotation = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("..media..")
            .should()
            .beAnnotatedWith("io.smallrye.common.annotation.Blocking")
            .orShould()
            .beAnnotatedWith("io.smallrye.common.annotation.RunOnVirtualThread")
            .orShould()
            .beAnnotatedWith("io.smallrye.reactive.messaging.annotations.Blocking")
            .orShould()
            .beAnnotatedWith("jakarta.transaction.Transactional");

    /** Hashing a password is meant to be slow: it has a worker pool of its own. */
    @ArchTest
    static final ArchRule nobody_awaits_or_offloads = noClasses()
            .that()
            .resideOutsideOfPackages("..launch..", "..media..")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".identity.app.Passwords")
            .should()
            .callMethodWhere(target(owner(assignableTo("io.smallrye.mutiny.Uni")))
                    .and(target(nameMatching("await|runSubscriptionOn"))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo("io.smallrye.mutiny.Multi")))
                    .and(target(nameMatching("runSubscriptionOn|subscribeAsIterable|toIterable"))))
            .orShould()
            .callMethodWhere(target(nameMatching("executeBlocking")))
            .orShould()
            .callMethodWhere(target(nameMatching(".*AndAwait")))
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule only_the_kernel_subscribes = noClasses()
            .that()
            .resideOutsideOfPackages("..kernel..")
            .should()
            .callMethodWhere(target(owner(assignableTo("io.smallrye.mutiny.Uni"))
                            .or(owner(assignableTo("io.smallrye.mutiny.Multi"))))
                    .and(target(nameMatching("subscribe"))));

    /** The shop's clock can be moved in tests; whoever asks the machine would not notice. */
    @ArchTest
    static final ArchRule only_the_shop_clock_knows_the_time = noClasses()
            .that()
            .resideOutsideOfPackages("..kernel.time..", "..launch..", "..metrics..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule ids_are_not_guessable_or_random = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.util")
                    .and(assignableTo(Random.class))
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(
                            assignableTo(java.security.SecureRandom.class))))
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID");
}

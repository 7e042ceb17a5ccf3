package cn.siyu.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A rule that never fails proves nothing: each of our own conditions sees the breach that was planted for it. */
class PlantedBreachTest {

    private static final String ROOT = "cn.siyu.architecture.planted";
    private static final HousePlan PLAN = new HousePlan(ROOT);
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> a_planted_breach_is_seen() {
        return Stream.of(
                seen("a call upwards", classes().should(PLAN.dependOnlyOnLowerFloors()), "planted.catalog.Shelf"),
                seen(
                        "a look into a room",
                        classes().should(PLAN.useOnlyFrontDoors()),
                        "planted.catalog.store.Cupboard"),
                seen("a context without a floor", classes().should(PLAN.haveAFloor()), "planted.newroom.Stranger"),
                seen(
                        "a route open to whom it may concern",
                        methods().that(HousePlan.areRoutes()).should(PLAN.sayWhoMayCall()),
                        "OpenDoor.forgotten"),
                seen(
                        "a route that is none",
                        methods().that(HousePlan.areRoutes()).should(PLAN.bePublic()),
                        "OpenDoor.hidden"));
    }

    private static DynamicTest seen(String breach, ArchRule rule, String named) {
        return DynamicTest.dynamicTest(breach, () -> {
            var report = rule.evaluate(PLANTED).getFailureReport();

            assertThat(report.getDetails()).anySatisfy(line -> assertThat(line).contains(named));
        });
    }
}

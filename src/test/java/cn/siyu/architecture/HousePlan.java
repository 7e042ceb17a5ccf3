package cn.siyu.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;

/** Which context stands on which floor, and the conditions of the house that ArchUnit does not bring along. */
final class HousePlan {

    /** The conditions take the root as a value, so that they can be shown a planted breach. */
    private final String root;

    /** From the ground up. Contexts on one floor do not know each other. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("kernel"),
            Set.of("wechat", "identity", "catalog", "ledger"),
            Set.of("member", "audience", "sharing", "channel", "inventory", "payment"),
            Set.of("distribution", "koc", "promotion"),
            Set.of("trade"),
            Set.of("groupbuy", "commission", "attribution", "handover"),
            Set.of("growth", "notify", "report"),
            Set.of("storefront", "setup"));

    /** Stands apart: it uses nobody and nobody uses it. */
    private static final String APART = "launch";

    private static final Set<String> SECURITY = Set.of(
            RolesAllowed.class.getName(),
            PermitAll.class.getName(),
            DenyAll.class.getName(),
            "io.quarkus.security.Authenticated",
            "io.quarkus.security.PermissionsAllowed");

    HousePlan(String root) {
        this.root = root;
    }

    ArchCondition<JavaClass> haveAFloor() {
        return new ArchCondition<>("lie in a context that has a floor") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (floor(type) < 0 && !context(type).equals(APART)) {
                    violate(type, events, type.getName() + " lies in no context that has a floor");
                }
            }
        };
    }

    ArchCondition<JavaClass> dependOnlyOnLowerFloors() {
        return onEveryUse(
                "depend only on lower floors",
                (from, to) -> !context(from).equals(APART) && !context(to).equals(APART) && floor(to) < floor(from));
    }

    ArchCondition<JavaClass> useOnlyFrontDoors() {
        return onEveryUse(
                "use only the root package of another context",
                (_, to) -> context(to).equals("kernel") || to.getPackageName().equals(root + "." + context(to)));
    }

    /** A resource method without a word on who may call it would be reached by nobody: somebody forgot. */
    ArchCondition<JavaMethod> sayWhoMayCall() {
        return new ArchCondition<>("say who may call") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var said = SECURITY.stream()
                        .anyMatch(name -> method.isAnnotatedWith(name)
                                || method.getOwner().isAnnotatedWith(name));
                if (!said) {
                    violate(method, events, method.getFullName() + " does not say who may call it");
                }
            }
        };
    }

    /** Quarkus passes over such a method with no more than a warning. */
    ArchCondition<JavaMethod> bePublic() {
        return new ArchCondition<>("be public, or it is no route") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                if (!method.getModifiers().contains(JavaModifier.PUBLIC)) {
                    violate(method, events, method.getFullName() + " is not public and therefore no route");
                }
            }
        };
    }

    static DescribedPredicate<JavaMethod> areRoutes() {
        return DescribedPredicate.describe(
                "are routes",
                method -> method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isMetaAnnotatedWith(HttpMethod.class)
                                || annotation.getRawType().isAnnotatedWith(HttpMethod.class)
                                || annotation.getRawType().isEquivalentTo(Path.class)));
    }

    private interface Allowed {
        boolean test(JavaClass from, JavaClass to);
    }

    private ArchCondition<JavaClass> onEveryUse(String what, Allowed allowed) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                from.getDirectDependenciesFromSelf().stream()
                        .filter(use -> isOurs(use.getTargetClass()))
                        .filter(use -> !context(use.getTargetClass()).equals(context(from)))
                        .filter(use -> !allowed.test(from, use.getTargetClass()))
                        .forEach(use -> violate(from, events, use));
            }
        };
    }

    private static void violate(JavaClass from, ConditionEvents events, Dependency use) {
        events.add(SimpleConditionEvent.violated(from, use.getDescription()));
    }

    private static void violate(Object where, ConditionEvents events, String message) {
        events.add(SimpleConditionEvent.violated(where, message));
    }

    private boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    /** The first part of the package below the root; empty for a class in the root itself. */
    private String context(JavaClass type) {
        var name = type.getPackageName();
        if (name.length() <= root.length()) {
            return "";
        }
        var below = name.substring(root.length() + 1);
        var dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private int floor(JavaClass type) {
        var context = context(type);
        for (var floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(context)) {
                return floor;
            }
        }
        return -1;
    }
}

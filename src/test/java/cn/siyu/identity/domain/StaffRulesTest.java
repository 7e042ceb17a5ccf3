package cn.siyu.identity.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who may change whom, and what the tree looks like. */
class StaffRulesTest {

    private static final UUID ADMIN = new UUID(1, 1);
    private static final UUID CLERK = new UUID(1, 2);
    private static final UUID REGION = new UUID(2, 1);

    @Test
    void nobody_changes_his_own_roles_state_or_place() {
        var admin = admin();

        refused(IdentityProblem.OWN_ACCOUNT, () -> admin.withRoles(ADMIN, Set.of("ops")));
        refused(IdentityProblem.OWN_ACCOUNT, () -> admin.enabled(ADMIN, false));
        refused(IdentityProblem.OWN_ACCOUNT, () -> admin.placed(ADMIN, "Admin", REGION));
        assertThat(admin.placed(ADMIN, "Renamed", OrgTree.HEADQUARTERS).displayName())
                .isEqualTo("Renamed");
    }

    @Test
    void the_last_admin_of_headquarters_stays_one() {
        var admin = admin();

        refused(IdentityProblem.LAST_ADMIN, () -> Staff.refuseLastAdmin(admin, admin.enabled(CLERK, false), 0));
        refused(
                IdentityProblem.LAST_ADMIN,
                () -> Staff.refuseLastAdmin(admin, admin.withRoles(CLERK, Set.of("ops")), 0));
        refused(IdentityProblem.LAST_ADMIN, () -> Staff.refuseLastAdmin(admin, admin.placed(CLERK, "A", REGION), 0));
        assertThatCode(() -> Staff.refuseLastAdmin(admin, admin.enabled(CLERK, false), 1))
                .doesNotThrowAnyException();
    }

    @Test
    void a_unit_fits_only_below_a_higher_kind() {
        var hq = new OrgUnit(OrgTree.HEADQUARTERS, Optional.empty(), OrgUnit.Kind.HQ, "HQ", 0);
        var region = OrgUnit.below(hq, REGION, OrgUnit.Kind.REGION, "North");
        var store = OrgUnit.below(region, new UUID(2, 2), OrgUnit.Kind.STORE, "Harbour");

        assertThat(store.movedBelow(hq).parent()).contains(OrgTree.HEADQUARTERS);
        refused(IdentityProblem.ORG_UNIT_PLACE, () -> region.movedBelow(store));
        refused(IdentityProblem.ORG_UNIT_PLACE, () -> region.movedBelow(region));
        refused(IdentityProblem.ORG_UNIT_PLACE, () -> hq.movedBelow(hq));
        refused(IdentityProblem.ORG_UNIT_IN_USE, () -> region.refuseDeletion(1, 0));
        refused(IdentityProblem.ORG_UNIT_IN_USE, () -> store.refuseDeletion(0, 1));
        refused(IdentityProblem.ORG_UNIT_IN_USE, () -> hq.refuseDeletion(0, 0));
    }

    @Test
    void a_password_is_long_rather_than_odd() {
        assertThatCode(() -> PasswordRule.check("three blind mice", "anna")).doesNotThrowAnyException();
        refused(IdentityProblem.PASSWORD_WEAK, () -> PasswordRule.check("Sh0rt!", "anna"));
        refused(IdentityProblem.PASSWORD_WEAK, () -> PasswordRule.check("Password123", "anna"));
        refused(IdentityProblem.PASSWORD_WEAK, () -> PasswordRule.check("Anna-Bertha", "anna-bertha"));
        refused(IdentityProblem.PASSWORD_WEAK, () -> PasswordRule.check("密".repeat(25), "anna"));
    }

    private static Staff admin() {
        return new Staff(
                ADMIN,
                "admin",
                "Admin",
                "hash",
                Set.of("admin"),
                OrgTree.HEADQUARTERS,
                true,
                Optional.empty(),
                Optional.empty(),
                0,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static void refused(ProblemType problem, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
    }
}

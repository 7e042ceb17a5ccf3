package cn.siyu.distribution.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.distribution.Unlawful;
import cn.siyu.distribution.domain.CompliancePolicy.Confirmation;
import cn.siyu.distribution.domain.CompliancePolicy.Payee;
import cn.siyu.distribution.domain.CompliancePolicy.Wish;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.Refused;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How deep pay may go, and what the law asks of a company: the rules alone. */
class CompliancePolicyTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final Optional<Confirmation> TODAYS = Optional.of(new Confirmation("律师", TODAY, "a.pdf"));

    @Test
    void one_level_is_the_rule_and_a_confirmation_without_need_is_not_kept() {
        var policy = new Wish(1, TODAYS, 0, List.of()).lawful(2, TODAY);

        assertThat(policy.maxDepth()).isEqualTo(1);
        assertThat(policy.confirmation()).isEmpty();
        assertThat(policy.together()).containsExactly(Set.of(Payee.SELLER, Payee.KOC));
    }

    @Test
    void two_levels_stand_on_a_confirmation_of_today_or_before() {
        var policy = new Wish(2, TODAYS, 250, List.of()).lawful(2, TODAY);

        assertThat(policy.maxDepth()).isEqualTo(2);
        assertThat(policy.inviter()).isEqualTo(new Rate(250));
        refused(new Wish(2, Optional.empty(), 250, List.of()), Unlawful.DEPTH_TWO_UNCONFIRMED);
        refused(
                new Wish(2, Optional.of(new Confirmation("律师", TODAY.plusDays(1), "a.pdf")), 250, List.of()),
                Unlawful.DEPTH_TWO_UNCONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 9})
    void no_confirmation_makes_a_third_level(int depth) {
        refused(new Wish(depth, TODAYS, 0, List.of()), Unlawful.DEPTH_THREE);
    }

    @Test
    void two_stand_on_a_line_at_most_and_a_captain_never() {
        refused(together(Set.of(Payee.INVITER, Payee.KOC, Payee.CAPTAIN)), Unlawful.PAYEES_STACKED);
        refused(together(Set.of(Payee.DISTRIBUTOR, Payee.CAPTAIN)), Unlawful.PAYEES_STACKED);
        refused(together(Set.of(Payee.INVITER, Payee.KOC)), Unlawful.PAYEES_STACKED);

        assertThat(together(Set.of(Payee.DISTRIBUTOR, Payee.LEADER))
                        .lawful(2, TODAY)
                        .leaderBeside())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9144030071526726XG", "91110000600037341L"})
    void a_company_is_known_by_a_code_whose_last_sign_checks_the_others(String code) {
        assertThat(CreditCode.isValid(code)).isTrue();
        assertThat(CreditCode.isValid(code.substring(0, 17) + '0')).isFalse();
        assertThat(CreditCode.isValid(code.substring(1))).isFalse();
        assertThat(CreditCode.isValid(code.replace('9', 'I'))).isFalse();
    }

    private static Wish together(Set<Payee> payees) {
        return new Wish(1, Optional.empty(), 0, List.of(payees));
    }

    private static void refused(Wish wish, Unlawful why) {
        assertThatThrownBy(() -> wish.lawful(2, TODAY)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.problem()).isEqualTo(why);
            assertThat(refused.facts()).containsEntry("rule", why.rule());
        });
    }
}

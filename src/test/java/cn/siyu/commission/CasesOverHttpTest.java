package cn.siyu.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The written cases, to the fen, as people live them: rules, tiers, splits and coupons by staff, links and groups by members,
 * money at the sandbox, and every account looked at over HTTP after every step. Those that need another policy than the shop
 * has by default are in {@link CasesUnderOtherPoliciesTest}.
 *
 * <p>Where the shop knows one way only to the figures of a case, it is gone: a line that costs nothing is a present by coupon, and
 * what a ladder gives back comes with its third member. A share for an inviter at depth one is refused before anything is sold (L8).
 */
@QuarkusTest
class CasesOverHttpTest {

    private static final int HANDS = 4;

    @TestFactory
    Stream<DynamicTest> every_case_comes_out_to_the_fen() throws InterruptedException {
        var cases =
                GoldenCase.all().stream().filter(GoldenCase::isOfTheUsualShop).toList();
        assertThat(cases).hasSize(19);

        return new CasesTogether(cases, HANDS).play(_ -> {});
    }
}

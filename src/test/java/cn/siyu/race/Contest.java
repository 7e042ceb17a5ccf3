package cn.siyu.race;

import cn.siyu.testing.ShopApi.Answer;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** What a person may do once, however many hands he has: looked at and done in one request (REL-21). */
enum Contest {
    CLAIM_A_COUPON(201, Set.of("COUPON_LIMIT_REACHED")) {
        @Override
        Round begin(Contestants all) {
            var template = RemoteCoupons.running(all.shop(0), 1_000);
            var buyer = all.somebody();
            return new Round(
                    i -> RemoteCoupons.claim(all.shop(i), buyer, template),
                    _ -> all.number("select taken from promotion_template where id = '%s'", template));
        }
    },

    /** So much that finance has to look at it: then it can be called off at once, and the next round has it again. */
    WITHDRAW_ALL(201, Set.of("WITHDRAWAL_OPEN", "COMMISSION_SHORT")) {
        @Override
        Round begin(Contestants all) {
            var earner = all.earner();
            var fen = all.available(earner);
            return new Round(
                    i -> all.post(i, earner, WITHDRAWALS, Map.of("amountFen", fen, "realName", "李小红")), accepted -> {
                        var id = accepted.json().path("id").asText();
                        var one = all.number(
                                "select count(*) from commission_withdrawal where ended_at is null and amount_fen = %d",
                                fen);
                        var left = all.available(earner);
                        var _ = all.post(0, earner, WITHDRAWALS + "/" + id + "/cancel", Map.of())
                                .expect(200);
                        return left == 0 ? one : -left;
                    });
        }
    },

    BECOME_A_KOC(200, Set.of("STATE_CHANGED", "KOC_ALREADY_BOUND")) {
        @Override
        Round begin(Contestants all) {
            var koc = all.somebody();
            var invitation = all.invitation(koc);
            return new Round(
                    i -> all.post(
                            i,
                            koc,
                            "/api/mp/v1/koc-invitations/" + invitation + "/accept",
                            Map.of("agreementVersion", "2026-01")),
                    _ -> all.number(
                            "select count(*) from koc_binding where id = '%s' and state = 'ACTIVE' and version = 1",
                            invitation));
        }
    },

    BECOME_A_DISTRIBUTOR(201, Set.of("APPLICATION_EXISTS")) {
        @Override
        Round begin(Contestants all) {
            var buyer = all.somebody();
            var wish = all.partners(0).wish(buyer);
            return new Round(
                    i -> all.partners(i).apply(buyer, wish),
                    _ -> all.number(
                            "select count(*) from distribution_distributor where member_id = '%s'", all.member(buyer)));
        }
    };

    static final String WITHDRAWALS = "/api/partner/v1/withdrawals";

    private final int done;
    private final Set<String> refusals;

    Contest(int done, Set<String> refusals) {
        this.done = done;
        this.refusals = refusals;
    }

    /** The status of whoever was let do it. */
    int done() {
        return done;
    }

    /** What the others may be told. */
    Set<String> refusals() {
        return refusals;
    }

    /** Counts what is there afterwards. */
    interface Effects {
        long of(Answer accepted) throws SQLException;
    }

    /**
     * One round.
     *
     * @param hand what each hand asks
     * @param effects how often it was done, by the rows
     */
    record Round(IntFunction<Answer> hand, Effects effects) {}

    /** Prepares everything, so that only the one thing is left to do. */
    abstract Round begin(Contestants all) throws SQLException;
}

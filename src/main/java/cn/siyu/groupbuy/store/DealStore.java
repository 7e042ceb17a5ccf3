package cn.siyu.groupbuy.store;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.Deal;
import cn.siyu.groupbuy.domain.LeaderBenefit;
import cn.siyu.groupbuy.domain.Plan;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.promotion.CouponTemplateId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an activity adds to its group price, in columns of its row; its budget has a row of its own, because everybody counts in it. */
@Singleton
class DealStore {

    private static final String WRITE = """
            update groupbuy_activity
               set steps = $2::int[], benefit = $3, benefit_fen = $4::bigint, benefit_bp = $5::int, benefit_template = $6::uuid,
                   benefit_first = $7, single_buy = $8, coupons = $9, loss_budget_fen = $10::bigint, mode = $11
             where id = $1""";

    private static final String LIMIT = """
            insert into groupbuy_budget (activity_id, limit_fen)
            values ($1, $2)
            on conflict on constraint groupbuy_budget_pk do update set limit_fen = excluded.limit_fen, alarmed_at = null""";

    /** Of a draft that was to have one: nothing was given away yet. */
    private static final String NO_LIMIT = "delete from groupbuy_budget where activity_id = $1";

    Uni<Void> write(Tx tx, ActivityId id, Plan plan) {
        var deal = plan.deal();
        var benefit = deal.benefit();
        return tx.execute(
                        WRITE,
                        id,
                        deal.steps(),
                        benefit.kind(),
                        off(benefit),
                        share(benefit),
                        template(benefit),
                        deal.benefitFirst(),
                        deal.singleBuy(),
                        deal.coupons(),
                        deal.lossBudget().map(Money::fen).orElse(null),
                        plan.mode())
                .chain(() -> deal.lossBudget()
                        .map(limit -> tx.execute(LIMIT, id, limit))
                        .orElseGet(() -> tx.execute(NO_LIMIT, id)))
                .replaceWithVoid();
    }

    static Deal deal(Row row) {
        return new Deal(
                List.of(row.getArrayOfIntegers("steps")),
                benefit(row),
                row.getBoolean("benefit_first"),
                row.getBoolean("single_buy"),
                row.getBoolean("coupons"),
                Optional.ofNullable(row.getLong("loss_budget_fen")).map(Money::new));
    }

    static List<Money> prices(Row row) {
        return Stream.of(row.getArrayOfLongs("step_prices")).map(Money::new).toList();
    }

    private static LeaderBenefit benefit(Row row) {
        return switch (Columns.constant(row, "benefit", LeaderBenefit.Kind.class)) {
            case NONE -> LeaderBenefit.NONE;
            case PRICE_OFF -> new LeaderBenefit.PriceOff(Columns.money(row, "benefit_fen"));
            case FREE -> new LeaderBenefit.Free();
            case COUPON -> new LeaderBenefit.Coupon(new CouponTemplateId(row.getUUID("benefit_template")));
            case COMMISSION -> new LeaderBenefit.Commission(new Rate(row.getInteger("benefit_bp")));
        };
    }

    private static @Nullable Long off(LeaderBenefit benefit) {
        return benefit instanceof LeaderBenefit.PriceOff(var off) ? off.fen() : null;
    }

    private static @Nullable Integer share(LeaderBenefit benefit) {
        return benefit instanceof LeaderBenefit.Commission(var rate) ? rate.basisPoints() : null;
    }

    private static @Nullable CouponTemplateId template(LeaderBenefit benefit) {
        return benefit instanceof LeaderBenefit.Coupon(var id) ? id : null;
    }
}

package cn.siyu.promotion.store;

import cn.siyu.audience.SegmentId;
import cn.siyu.catalog.ProductRole;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.promotion.CostBearer;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.CouponType;
import cn.siyu.promotion.domain.Benefit;
import cn.siyu.promotion.domain.Channel;
import cn.siyu.promotion.domain.Giving;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.Scope;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.domain.Template.State;
import cn.siyu.promotion.domain.Template.Terms;
import cn.siyu.promotion.domain.Validity;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads templates, and writes down what is theirs. */
final class TemplateRow {

    /** Columns of {@code promotion_template} under the name {@code t}, named so that a coupon may stand beside them. */
    static final String COLUMNS = """
            t.id as t_id, t.name, t.note, t.type, t.off_fen, t.off_bp, t.cap_fen, t.sku_id, t.units, t.price_fen, t.scope,
            t.scope_ids, t.scope_roles, t.threshold_fen, t.segment_id, t.channel, t.stack_group, t.ways, t.total, t.per_person, t.per_day,
            t.paid_min_fen, t.claim_from, t.claim_until, t.valid_from as t_valid_from, t.valid_until as t_valid_until,
            t.delay_days, t.valid_days, t.bearer, t.bearer_id, t.extend_days, t.state as t_state, t.taken, t.version,
            t.created_at, t.changed_at as t_changed_at""";

    private TemplateRow() {}

    static Template template(Row row) {
        return new Template(
                new CouponTemplateId(row.getUUID("t_id")),
                terms(row),
                Columns.constant(row, "t_state", State.class),
                row.getInteger("taken"),
                row.getLong("version"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "t_changed_at"));
    }

    private static Terms terms(Row row) {
        return new Terms(
                row.getString("name"),
                row.getString("note"),
                benefit(row),
                scope(row),
                Columns.money(row, "threshold_fen"),
                Optional.ofNullable(row.getUUID("segment_id")).map(SegmentId::new),
                Columns.constant(row, "channel", Channel.class),
                row.getString("stack_group"),
                giving(row),
                Columns.instant(row, "claim_from"),
                Columns.instant(row, "claim_until"),
                validity(row),
                Columns.constant(row, "bearer", CostBearer.class),
                Optional.ofNullable(row.getUUID("bearer_id")),
                row.getInteger("extend_days"));
    }

    private static Benefit benefit(Row row) {
        return switch (Columns.constant(row, "type", CouponType.class)) {
            case AMOUNT -> new Benefit.Amount(Columns.money(row, "off_fen"));
            case PERCENT ->
                new Benefit.Percent(
                        new Rate(row.getInteger("off_bp")),
                        Optional.ofNullable(row.getLong("cap_fen")).map(Money::new));
            case FREIGHT -> new Benefit.Freight(Columns.money(row, "off_fen"));
            case GIFT -> new Benefit.Gift(new SkuId(row.getUUID("sku_id")), row.getInteger("units"));
            case TRIAL ->
                new Benefit.Trial(
                        new SkuId(row.getUUID("sku_id")), row.getInteger("units"), Columns.money(row, "price_fen"));
        };
    }

    private static Scope scope(Row row) {
        return new Scope(
                Columns.constant(row, "scope", Scope.Kind.class),
                Set.of(row.getArrayOfUUIDs("scope_ids")),
                Arrays.stream(row.getArrayOfStrings("scope_roles"))
                        .map(ProductRole::valueOf)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Giving giving(Row row) {
        var perDay = row.getInteger("per_day");
        return new Giving(
                Arrays.stream(row.getArrayOfStrings("ways")).map(Way::valueOf).collect(Collectors.toUnmodifiableSet()),
                row.getInteger("total"),
                row.getInteger("per_person"),
                perDay == null ? OptionalInt.empty() : OptionalInt.of(perDay),
                Columns.money(row, "paid_min_fen"));
    }

    private static Validity validity(Row row) {
        var days = row.getInteger("valid_days");
        return days == null
                ? new Validity.Fixed(Columns.instant(row, "t_valid_from"), Columns.instant(row, "t_valid_until"))
                : new Validity.Relative(row.getInteger("delay_days"), days);
    }

    /** What {@code $3} and the following stand for in the statements that write terms. */
    static @Nullable Object[] values(Terms terms) {
        var benefit = terms.benefit();
        var giving = terms.giving();
        return new @Nullable Object[] {
            terms.name(),
            terms.note(),
            benefit.type(),
            off(benefit),
            benefit instanceof Benefit.Percent percent ? percent.off() : null,
            benefit instanceof Benefit.Percent percent ? percent.cap().orElse(null) : null,
            benefit.named().orElse(null),
            units(benefit),
            benefit instanceof Benefit.Trial trial ? trial.price() : null,
            terms.scope().kind(),
            terms.scope().ids().stream().sorted().toList(),
            terms.scope().roles().stream().sorted().toList(),
            terms.threshold(),
            terms.segment().orElse(null),
            terms.stackGroup(),
            giving.ways().stream().sorted().toList(),
            giving.total(),
            giving.perPerson(),
            giving.perDay().isPresent() ? giving.perDay().getAsInt() : null,
            giving.paidMin(),
            terms.claimFrom(),
            terms.claimUntil(),
            terms.validity() instanceof Validity.Fixed fixed ? fixed.from() : null,
            terms.validity() instanceof Validity.Fixed fixed ? fixed.until() : null,
            terms.validity() instanceof Validity.Relative relative ? relative.delayDays() : null,
            terms.validity() instanceof Validity.Relative relative ? relative.days() : null,
            terms.bearer(),
            terms.bearerId().orElse(null),
            terms.extendDays(),
            terms.channel()
        };
    }

    private static @Nullable Money off(Benefit benefit) {
        return switch (benefit) {
            case Benefit.Amount(var off) -> off;
            case Benefit.Freight(var off) -> off;
            case Benefit.Percent _, Benefit.Gift _, Benefit.Trial _ -> null;
        };
    }

    private static @Nullable Integer units(Benefit benefit) {
        return switch (benefit) {
            case Benefit.Gift gift -> gift.units();
            case Benefit.Trial trial -> trial.units();
            case Benefit.Amount _, Benefit.Freight _, Benefit.Percent _ -> null;
        };
    }
}

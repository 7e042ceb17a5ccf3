package cn.siyu.promotion.store;

import cn.siyu.audience.SegmentId;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.promotion.CouponTemplateId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What staff gave out of templates, and how far it has come. */
@Singleton
public class GrantStore {

    private static final String INSERT = """
            insert into promotion_grant (id, template_id, segment_id, named, reason, actor_name, job_id, asked_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)""";

    private static final String COLUMNS = """
            select id, template_id, segment_id, named, reason, actor_name, job_id, given, asked_at, done_at
              from promotion_grant
            """;

    private static final String PAGE =
            COLUMNS + "where template_id = $1 order by asked_at desc, id desc limit $2 offset $3";

    private static final String COUNT = "select count(*) as n from promotion_grant where template_id = $1";

    private static final String GIVEN = "update promotion_grant set given = given + $2 where id = $1";

    private static final String DONE = "update promotion_grant set done_at = coalesce(done_at, $2) where id = $1";

    /**
     * One gift by staff.
     *
     * @param named how many members were named one by one; 0 when a segment was
     * @param given how many coupons it has brought so far
     */
    public record Grant(
            UUID id,
            CouponTemplateId template,
            Optional<SegmentId> segment,
            int named,
            String reason,
            String actor,
            UUID job,
            int given,
            Instant askedAt,
            Optional<Instant> doneAt) {}

    public Uni<Integer> insert(Tx tx, Grant grant) {
        return tx.execute(
                INSERT,
                grant.id(),
                grant.template(),
                grant.segment().orElse(null),
                grant.named(),
                grant.reason(),
                grant.actor(),
                grant.job(),
                grant.askedAt());
    }

    public Uni<List<Grant>> page(Sql sql, CouponTemplateId template, int page, int size) {
        return sql.list(PAGE, GrantStore::grant, template, size, (page - 1) * size);
    }

    public Uni<Long> count(Sql sql, CouponTemplateId template) {
        return sql.one(COUNT, row -> row.getLong("n"), template);
    }

    public Uni<Integer> given(Tx tx, UUID grant, int units) {
        return tx.execute(GIVEN, grant, units);
    }

    public Uni<Integer> done(Tx tx, UUID grant, Instant now) {
        return tx.execute(DONE, grant, now);
    }

    private static Grant grant(Row row) {
        return new Grant(
                row.getUUID("id"),
                new CouponTemplateId(row.getUUID("template_id")),
                Optional.ofNullable(row.getUUID("segment_id")).map(SegmentId::new),
                row.getInteger("named"),
                row.getString("reason"),
                row.getString("actor_name"),
                row.getUUID("job_id"),
                row.getInteger("given"),
                Columns.instant(row, "asked_at"),
                Columns.optionalInstant(row, "done_at"));
    }
}

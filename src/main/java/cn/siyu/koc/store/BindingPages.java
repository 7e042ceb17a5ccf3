package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.BindingState.Cause;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** KOC bindings as screens show them: projections, read only. */
@Singleton
public class BindingPages {

    private static final String CARD = """
            select b.id, b.state, b.seller_id, s.name as seller_name, b.koc_id, k.name as koc_name, b.community_id,
                   c.name as community_name, b.invited_at, b.answer_by, b.valid_from, b.valid_to, b.agreement_version,
                   b.split_version, b.ended_at, b.end_cause, b.end_reason
              from koc_binding b
              join koc_seller s on s.id = b.seller_id
              join koc_koc k on k.id = b.koc_id
              join koc_community c on c.id = b.community_id
            """;

    private static final String ONE = CARD + "where b.id = $1";

    private static final String MATCHING = """
            where ($1::text is null or b.state = $1) and ($2::uuid is null or b.community_id = $2)
              and ($3::uuid is null or b.seller_id = $3) and ($4::uuid is null or b.koc_id = $4)
            """;

    private static final String PAGE = CARD + MATCHING + "order by b.invited_at desc, b.id desc limit $5 offset $6";
    private static final String COUNT = "select count(*) as total from koc_binding b " + MATCHING;

    private static final String AFTER = """
              and ($3::timestamptz is null or (b.invited_at, b.id) < ($3, $4::uuid))
            order by b.invited_at desc, b.id desc
            limit $5""";

    private static final String OF_PARTNER = CARD + """
            where (k.member_id = $1 or (s.member_id = $1 and s.state = 'ACTIVE')) and ($2::text is null or b.state = $2)
            """ + AFTER;

    private static final String OF_KOC = CARD + "where k.member_id = $1 and ($2::text is null or b.state = $2)" + AFTER;

    /** Running ones in which the member is the KOC. */
    private static final String SERVED_BY = CARD + """
            where k.member_id = $1 and b.state in ('ACTIVE', 'PAUSED') and ($2::uuid is null or b.community_id = $2)
              and ($3::text is null or b.state = $3)
            order by b.invited_at desc, b.id desc
            limit $4""";

    /** A binding with the names of those whom it binds. */
    public record Card(
            UUID id,
            Kind state,
            UUID seller,
            String sellerName,
            UUID koc,
            String kocName,
            CommunityId community,
            String communityName,
            Instant invitedAt,
            Instant answerBy,
            Optional<Instant> from,
            Optional<Instant> until,
            Optional<String> agreement,
            Optional<Integer> splitVersion,
            Optional<Instant> endedAt,
            Optional<Cause> endCause,
            Optional<String> endReason) {}

    /** What staff search by; an absent value matches all. */
    public record Filter(
            @Nullable Kind state,
            @Nullable UUID community,
            @Nullable UUID seller,
            @Nullable UUID koc) {}

    public Uni<Card> one(Sql sql, UUID id) {
        return sql.one(ONE, BindingPages::card, id);
    }

    public Uni<List<Card>> page(Sql sql, Filter filter, int page, int size) {
        return sql.list(
                PAGE,
                BindingPages::card,
                filter.state(),
                filter.community(),
                filter.seller(),
                filter.koc(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, Filter filter) {
        return sql.one(
                COUNT, row -> row.getLong("total"), filter.state(), filter.community(), filter.seller(), filter.koc());
    }

    /** Those of a seller or KOC, the newest first. */
    public Uni<List<Card>> ofPartner(
            Sql sql, MemberId member, @Nullable Kind state, Optional<Cursor> after, int limit) {
        return keyset(sql, OF_PARTNER, member, state, after, limit);
    }

    /** Those in which the member is the KOC, the newest first. */
    public Uni<List<Card>> ofKoc(Sql sql, MemberId member, @Nullable Kind state, Optional<Cursor> after, int limit) {
        return keyset(sql, OF_KOC, member, state, after, limit);
    }

    /** The running ones of a KOC. */
    public Uni<List<Card>> servedBy(
            Sql sql, MemberId member, Optional<CommunityId> community, @Nullable Kind state, int limit) {
        return sql.list(SERVED_BY, BindingPages::card, member, community.orElse(null), state, limit);
    }

    private static Uni<List<Card>> keyset(
            Sql sql, String query, MemberId member, @Nullable Kind state, Optional<Cursor> after, int limit) {
        return sql.list(
                query,
                BindingPages::card,
                member,
                state,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    private static Card card(Row row) {
        return new Card(
                row.getUUID("id"),
                Columns.constant(row, "state", Kind.class),
                row.getUUID("seller_id"),
                row.getString("seller_name"),
                row.getUUID("koc_id"),
                row.getString("koc_name"),
                new CommunityId(row.getUUID("community_id")),
                row.getString("community_name"),
                Columns.instant(row, "invited_at"),
                Columns.instant(row, "answer_by"),
                Columns.optionalInstant(row, "valid_from"),
                Columns.optionalInstant(row, "valid_to"),
                Optional.ofNullable(row.getString("agreement_version")),
                Optional.ofNullable(row.getInteger("split_version")),
                Columns.optionalInstant(row, "ended_at"),
                Optional.ofNullable(row.getString("end_cause")).map(Cause::valueOf),
                Optional.ofNullable(row.getString("end_reason")));
    }
}

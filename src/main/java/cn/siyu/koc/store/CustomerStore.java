package cn.siyu.koc.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.wechat.WeCom;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Whom sellers serve: customers who have added them at WeCom, from when to when. */
@Singleton
public class CustomerStore {

    private static final UUID NOBODY = new UUID(0, 0);

    /** Who was passed on, or has gone, begins anew only when he became a contact again after that. */
    private static final String TELL = """
            insert into koc_customer (id, seller_id, external_userid, member_id, added_at, valid_from)
            select n.id, $1, n.external_userid, nullif(n.member_id, $6), n.added_at, n.added_at
              from unnest($2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[])
                   as n (id, external_userid, member_id, added_at)
             where not exists (
                   select from koc_customer c
                    where c.seller_id = $1 and c.external_userid = n.external_userid
                      and (c.valid_to is null or c.valid_to >= n.added_at))""";

    /** Whoever has become a member since is known from now on. */
    private static final String KNOW = """
            update koc_customer c
               set member_id = n.member_id
              from unnest($2::text[], $3::uuid[]) as n (external_userid, member_id)
             where c.seller_id = $1 and c.external_userid = n.external_userid and c.valid_to is null
               and n.member_id <> $4 and c.member_id is distinct from n.member_id""";

    private static final String GONE = """
            update koc_customer
               set valid_to = greatest($3, valid_from), end_cause = 'GONE'
             where seller_id = $1 and external_userid = $2 and valid_to is null and added_at <= $3""";

    /**
     * Whom the successor serves already is closed here and goes on there. Whom he himself has from another by a handover of a later
     * instant stays his: this one does not undo it. One of an earlier instant that was held up may have brought him just now.
     */
    private static final String PASS_ON = """
            with mine as (
                select id, row_number() over (order by id) as place
                  from koc_customer
                 where seller_id = $1 and valid_to is null and (taken_from is null or coalesce(taken_as_of, valid_from) <= $6)
                 order by id
                 limit $4
            ), closed as (
                update koc_customer c
                   set valid_to = greatest($3, c.valid_from), end_cause = 'PASSED_ON'
                  from mine
                 where c.id = mine.id and c.valid_to is null
             returning c.external_userid, c.member_id, c.added_at, c.valid_to, mine.place
            ), opened as (
                insert into koc_customer (
                       id, seller_id, external_userid, member_id, added_at, valid_from, taken_from, taken_as_of)
                select ($5::uuid[])[place], $2, external_userid, member_id, added_at, valid_to, $1, $6
                  from closed
                 where not exists (
                       select from koc_customer c
                        where c.seller_id = $2 and c.external_userid = closed.external_userid and c.valid_to is null)
            )
            select external_userid from closed order by external_userid""";

    private static final String OF_SELLER = """
            select external_userid
              from koc_customer
             where seller_id = $1 and valid_to is null and external_userid > $2
             order by external_userid
             limit $3""";

    private static final String PAGE = """
            select c.id, c.external_userid, c.member_id, c.added_at, c.valid_from, c.valid_to, c.end_cause, c.taken_from
              from koc_customer c
             where c.seller_id = $1 and (not $2::boolean or c.valid_to is null)
             order by c.valid_from desc, c.id desc
             limit $3 offset $4""";

    private static final String COUNT = """
            select count(*) as total from koc_customer where seller_id = $1 and (not $2::boolean or valid_to is null)""";

    /** A customer of a seller, and how long he has been served. */
    public record Served(
            UUID id,
            String externalUserId,
            Optional<UUID> member,
            Instant addedAt,
            Instant from,
            Optional<Instant> to,
            Optional<String> endCause,
            Optional<UUID> takenFrom) {}

    /** @param members by unionid, as far as they are the shop's */
    public Uni<Void> tell(Tx tx, UUID seller, List<WeCom.Contact> contacts, Map<String, MemberId> members) {
        if (contacts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var externals = contacts.stream().map(WeCom.Contact::externalUserId).toList();
        var known = contacts.stream().map(each -> member(each, members)).toList();
        return tx.execute(
                        TELL,
                        seller,
                        externals.stream().map(_ -> Ids.next()).toList(),
                        externals,
                        known,
                        contacts.stream().map(WeCom.Contact::addedAt).toList(),
                        NOBODY)
                .chain(() -> tx.execute(KNOW, seller, externals, known, NOBODY))
                .replaceWithVoid();
    }

    private static UUID member(WeCom.Contact contact, Map<String, MemberId> members) {
        return contact.unionid()
                .flatMap(unionid -> Optional.ofNullable(members.get(unionid)))
                .map(MemberId::value)
                .orElse(NOBODY);
    }

    /** Not when they became contacts again after that instant. */
    public Uni<Integer> gone(Tx tx, UUID seller, String externalUserId, Instant at) {
        return tx.execute(GONE, seller, externalUserId, at);
    }

    /** @param asOf the instant of the handover; whom he took over by a later one stays his */
    public Uni<List<String>> passOn(Tx tx, UUID from, UUID to, Instant at, Instant asOf, int most) {
        var ids = IntStream.range(0, most).mapToObj(_ -> Ids.next()).toList();
        return tx.list(PASS_ON, row -> row.getString("external_userid"), from, to, at, most, ids, asOf);
    }

    public Uni<List<String>> of(Sql sql, UUID seller, String after, int most) {
        return sql.list(OF_SELLER, row -> row.getString("external_userid"), seller, after, most);
    }

    public Uni<List<Served>> page(Sql sql, UUID seller, boolean now, int page, int size) {
        return sql.list(PAGE, CustomerStore::served, seller, now, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, UUID seller, boolean now) {
        return sql.one(COUNT, row -> row.getLong("total"), seller, now);
    }

    private static Served served(Row row) {
        return new Served(
                row.getUUID("id"),
                row.getString("external_userid"),
                Optional.ofNullable(row.getUUID("member_id")),
                Columns.instant(row, "added_at"),
                Columns.instant(row, "valid_from"),
                Columns.optionalInstant(row, "valid_to"),
                Optional.ofNullable(row.getString("end_cause")),
                Optional.ofNullable(row.getUUID("taken_from")));
    }
}

package cn.siyu.channel.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PastPrice;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.domain.PriceChoice.Candidate;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Prices of lists with their intervals. */
@Singleton
public class PriceStore {

    private static final int MOST_HISTORY = 200;

    private static final String HOLD_LIST = "select id from channel_price_list where id = ?1 for update";

    private static final String CANDIDATES = """
            select p.sku_id, p.list_id, p.amount_fen, p.valid_to, l.segment_id is not null as of_segment, l.priority
              from channel_price p
              join channel_price_list l on l.id = p.list_id
             where p.sku_id = any($3::uuid[]) and p.min_qty = 1
               and p.valid_from <= $1 and (p.valid_to is null or p.valid_to > $1)
               and (l.segment_id is null
                    or l.segment_id = any($2::uuid[]) and l.valid_from <= $1 and (l.valid_to is null or l.valid_to > $1))""";

    private static final String DEFAULT = """
            select p.sku_id, p.list_id, p.amount_fen, p.valid_to
              from channel_price p
             where p.list_id = $1 and p.sku_id = any($3::uuid[]) and p.min_qty = 1
               and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)""";

    private static final String HISTORY = """
            select p, l from PriceRow p, PriceListRow l
            where l.id = p.listId and p.skuId = ?1 order by p.validFrom desc, p.id""";

    private static final String LOWEST = """
            select p.skuId, min(p.amountFen) from PriceRow p
            where p.listId = ?1 and p.minQty = 1 and p.skuId in ?2
              and p.validFrom <= ?4 and (p.validTo is null or p.validTo > ?3)
            group by p.skuId""";

    private static final String IN_FORCE =
            "listId = ?1 and minQty = 1 and validFrom <= ?2 and (validTo is null or validTo > ?2)";

    /** A price that began at this very instant, or later by a clock that ran ahead, keeps at least a microsecond. */
    private static final String CLOSE = """
            update channel_price
               set valid_to = greatest(cast(?3 as timestamptz), valid_from + interval '1 microsecond')
             where list_id = ?1 and min_qty = 1 and valid_to is null
               and sku_id = any (cast(cast(?2 as text[]) as uuid[]))""";

    private static final String CLOSE_ALL = """
            update channel_price
               set valid_to = greatest(cast(?2 as timestamptz), valid_from + interval '1 microsecond')
             where list_id = ?1 and valid_to is null""";

    /** The new price begins where the old one was closed, so that there is no gap and no overlap. */
    private static final String OPEN = """
            insert into channel_price (id, list_id, sku_id, min_qty, amount_fen, valid_from,
                                       actor_kind, actor_id, actor_name, reason)
            select cast(t.id as uuid), ?1, cast(t.sku_id as uuid), 1, t.amount_fen,
                   greatest(cast(?5 as timestamptz),
                            (select max(p.valid_to) from channel_price p
                              where p.list_id = ?1 and p.min_qty = 1 and p.sku_id = cast(t.sku_id as uuid))),
                   ?6, ?7, ?8, ?9
              from unnest(cast(?2 as text[]), cast(?3 as text[]), cast(?4 as bigint[])) as t (id, sku_id, amount_fen)""";

    private final PriceRows rows;
    private final AuditLog audit;

    @Inject
    PriceStore(PriceRows rows, AuditLog audit) {
        this.rows = rows;
        this.audit = audit;
    }

    public Uni<List<PriceTag>> inForce(PriceListId list, Collection<SkuId> skus, Instant now) {
        var ids = skus.stream().map(SkuId::value).toList();
        return rows.list(IN_FORCE + " and skuId in ?3", list.value(), now, ids)
                .map(found -> found.stream().map(PriceRow::toTag).toList());
    }

    /** The prices of a list without a session: a crowd asks for them with every order. */
    public Uni<List<PriceTag>> inForce(Sql sql, PriceListId list, Collection<SkuId> skus, Instant now) {
        return sql.list(
                DEFAULT, PriceStore::tag, list, now, skus.stream().distinct().toList());
    }

    /** The prices of the default list and of these segments' valid lists. */
    public Uni<List<Candidate>> candidates(Sql sql, Collection<SkuId> skus, Set<UUID> segments, Instant now) {
        return sql.list(
                CANDIDATES,
                row -> new Candidate(tag(row), row.getBoolean("of_segment"), row.getInteger("priority")),
                now,
                segments,
                skus.stream().distinct().toList());
    }

    private static PriceTag tag(Row row) {
        return new PriceTag(
                new SkuId(row.getUUID("sku_id")),
                new PriceListId(row.getUUID("list_id")),
                Columns.money(row, "amount_fen"),
                Columns.optionalInstant(row, "valid_to"));
    }

    public Uni<NumberedPage<PriceTag>> page(PriceListId list, Instant now, int page, int size) {
        var query = rows.find(IN_FORCE, Sort.by("skuId"), list.value(), now);
        return query.count()
                .chain(total -> query.page(Page.of(page - 1, size))
                        .list()
                        .map(found -> new NumberedPage<>(
                                found.stream().map(PriceRow::toTag).toList(), page, size, total)));
    }

    /** The least that each cost in a list at any moment from {@code since} to {@code now}. */
    public Uni<Map<SkuId, Money>> lowest(PriceListId list, Collection<SkuId> skus, Instant since, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createQuery(LOWEST, Object[].class)
                        .setParameter(1, list.value())
                        .setParameter(2, skus.stream().map(SkuId::value).toList())
                        .setParameter(3, since)
                        .setParameter(4, now)
                        .getResultList())
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                pair -> new SkuId((UUID) pair[0]), pair -> new Money((Long) pair[1]))));
    }

    /** What was never in force, because its list was not, is left out. */
    public Uni<List<PastPrice>> history(SkuId sku) {
        return Panache.getSession()
                .chain(session -> session.createQuery(HISTORY, Object[].class)
                        .setParameter(1, sku.value())
                        .setMaxResults(MOST_HISTORY)
                        .getResultList())
                .map(found -> found.stream()
                        .map(pair -> ((PriceRow) pair[0]).toPastPrice((PriceListRow) pair[1]))
                        .filter(price ->
                                price.to().isEmpty() || price.to().get().isAfter(price.from()))
                        .toList());
    }

    /** Keeps other writers of the list out until the transaction ends. */
    public Uni<Void> hold(PriceListId list) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(HOLD_LIST, Object.class)
                        .setParameter(1, list.value())
                        .getResultList())
                .replaceWithVoid();
    }

    /** Ends what is in force for these SKUs and opens the new amounts, from {@code now} on. */
    public Uni<Void> replace(PriceListId list, Map<SkuId, Money> amounts, Actor actor, String reason, Instant now) {
        var skus = amounts.keySet().stream()
                .sorted()
                .map(sku -> sku.value().toString())
                .toArray(String[]::new);
        var fen = amounts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().fen())
                .toArray(Long[]::new);
        var ids = amounts.keySet().stream().map(_ -> Ids.next().toString()).toArray(String[]::new);
        var at = now.atOffset(ZoneOffset.UTC);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLOSE)
                        .setParameter(1, list.value())
                        .setParameter(2, skus)
                        .setParameter(3, at)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(OPEN)
                                .setParameter(1, list.value())
                                .setParameter(2, ids)
                                .setParameter(3, skus)
                                .setParameter(4, fen)
                                .setParameter(5, at)
                                .setParameter(6, actor.kind().name())
                                .setParameter(7, actor.id())
                                .setParameter(8, actor.name())
                                .setParameter(9, reason)
                                .executeUpdate())
                        .replaceWithVoid());
    }

    /** Ends all prices of a list that is over. */
    public Uni<Void> closeAll(PriceListId list, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLOSE_ALL)
                        .setParameter(1, list.value())
                        .setParameter(2, now.atOffset(ZoneOffset.UTC))
                        .executeUpdate())
                .replaceWithVoid();
    }

    public Uni<Void> record(AuditEntry entry) {
        return Panache.getSession().chain(session -> audit.append(session, entry));
    }
}

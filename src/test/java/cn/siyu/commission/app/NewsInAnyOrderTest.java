package cn.siyu.commission.app;

import static cn.siyu.commission.Earners.attribute;
import static cn.siyu.commission.Earners.attributeToKoc;
import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.commission.Earners;
import cn.siyu.commission.Earners.Partner;
import cn.siyu.kernel.event.DomainEvent;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.OrderReceived;
import cn.siyu.trade.OrderRefunded;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * REL-11: all accrual events of a real story, told twice each and in random order, a refund before its payment included,
 * make the very same books.
 */
@QuarkusTest
class NewsInAnyOrderTest {

    private static final int SHUFFLES = 15;

    /** Others of the context hear the same news, and not by the books. */
    private static final Set<String> BOOKKEEPERS =
            Set.of(CommissionFence.PAID, CommissionFence.RECEIVED, CommissionFence.REFUNDED);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Map<String, Class<? extends DomainEvent>> TYPES = Map.of(
            "OrderPaid", OrderPaid.class, "OrderReceived", OrderReceived.class, "OrderRefunded", OrderRefunded.class);

    @Inject
    @All
    List<Listener<?>> listeners;

    @Inject
    Transactions transactions;

    @Inject
    ThawCommissions thaw;

    @Inject
    ObjectMapper json;

    private final List<UUID> orders = new ArrayList<>();

    /** Made when they are first needed: the shop must be open. */
    private static final class Cast {
        static final Buyer BUYER = Shop.buyer();
        static final Partner DISTRIBUTOR = Earners.distributor();
        static final Partner KOC = Earners.koc();
        static final UUID SELLER = Ids.next();
    }

    /** An event of the outbox, as its listener gets it. */
    private record News(DomainEvent event) {}

    /** Ends a try that must leave nothing behind. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<String> books;

        Undone(List<String> books) {
            super(null, null, false, false);
            this.books = List.copyOf(books);
        }
    }

    @Test
    void the_books_do_not_depend_on_when_and_how_often_news_is_told() {
        live();
        var news = news();
        var thawedAt = thawedAt();
        var last = Collections.max(thawedAt.values());
        var before = news.stream()
                .filter(each -> !each.event().occurredAt().isAfter(last))
                .toList();
        var after = news.stream()
                .filter(each -> each.event().occurredAt().isAfter(last))
                .toList();
        assertThat(before).hasSizeGreaterThan(6);
        assertThat(after).hasSize(2);
        var lived = ended(books(transactions.reads()));
        assertThat(lived).hasSizeGreaterThan(20);

        forget();

        for (var seed = 1; seed <= SHUFFLES; seed++) {
            assertThat(triedAndUndone(seed, before, thawedAt, after))
                    .as("seed " + seed)
                    .isEqualTo(lived);
        }
        List<String> again = ended(transactions.in(tx -> tell(tx, 0, before, thawedAt, after)));
        assertThat(again).isEqualTo(lived);
    }

    /** Three orders: sold twice by a distributor, once by a KOC; refunds before and after the thaw, out of several lines. */
    private void live() {
        var goods = Shop.product(3_333, 50, 2, "SEVEN_DAYS");
        var first = placed(goods);
        attribute(first, Cast.DISTRIBUTOR, 777);
        var second = placed(goods);
        attribute(second, Cast.DISTRIBUTOR, 1_000);
        var third = placed(goods);
        attributeToKoc(third, Cast.KOC, Cast.SELLER);
        for (var order : List.of(first, second, third)) {
            var _ = Earners.received(Cast.BUYER, order);
        }
        refundAndWait(first, 3_333);
        SandboxControl.advance(Duration.ofSeconds(70));
        refundAndWait(first, 1_111);
        refundAndWait(second, 100);
        refundAndWait(third, 4_000);
        SandboxControl.advance(Duration.ofDays(8).plusMinutes(1));
        await().atMost(PATIENCE).until(() -> waiting().isEmpty());
        refundAndWait(first, 999);
        refundAndWait(third, 5_999);
    }

    private Placed placed(Goods goods) {
        var order = Cast.BUYER.order(List.of(
                Shop.line(goods.skus().get(0), 2), Shop.line(goods.skus().get(1), 1)));
        orders.add(UUID.fromString(order.id()));
        return order;
    }

    private void refundAndWait(Placed order, long fen) {
        var heard = heard();
        refund(order, fen);
        await().atMost(PATIENCE).until(() -> heard() > heard);
    }

    private List<News> news() {
        return ended(transactions
                .reads()
                .list(
                        "select type, payload from kernel_outbox where key = any($1::text[]) and type = any($2::text[]) order by seq",
                        row -> read(row.getString("type"), row.getString("payload")),
                        orders.stream().map(UUID::toString).toList(),
                        List.copyOf(TYPES.keySet())));
    }

    private News read(String type, String payload) {
        try {
            return new News(json.readerFor(TYPES.get(type))
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> triedAndUndone(int seed, List<News> before, Map<UUID, Instant> thawedAt, List<News> after) {
        try {
            var _ = ended(transactions.in(
                    tx -> tell(tx, seed, before, thawedAt, after).map(books -> {
                        throw new Undone(books);
                    })));
            throw new AssertionError("it was not undone");
        } catch (Undone undone) {
            return undone.books;
        }
    }

    private Uni<List<String>> tell(Tx tx, int seed, List<News> before, Map<UUID, Instant> thawedAt, List<News> after) {
        var dice = new Random(seed);
        return tell(tx, twiceInAnyOrder(before, dice))
                .chain(() -> thaw(tx, thawedAt))
                .chain(() -> tell(tx, twiceInAnyOrder(after, dice)))
                .chain(() -> books(tx));
    }

    private Uni<Void> tell(Tx tx, List<News> news) {
        return Multi.createFrom()
                .iterable(news)
                .onItem()
                .transformToUniAndConcatenate(each -> listener(each.event()).on(tx, each.event()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    @SuppressWarnings("unchecked")
    private Listener<DomainEvent> listener(DomainEvent event) {
        return (Listener<DomainEvent>) listeners.stream()
                .filter(one -> BOOKKEEPERS.contains(one.consumer()))
                .filter(one -> one.hears().isInstance(event))
                .findFirst()
                .orElseThrow();
    }

    private static List<News> twiceInAnyOrder(List<News> news, Random dice) {
        var twice = new ArrayList<>(news);
        twice.addAll(news);
        Collections.shuffle(twice, dice);
        return twice;
    }

    /** Everything that follows from the news: transfers, entries, commissions, balances; but not the ids that are made on the way. */
    private Uni<List<String>> books(Sql sql) {
        return sql.list("""
                        select concat_ws('|', reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen) as line
                          from ledger_transfer
                         where split_part(reference, ':', 2) in (select line_id::text from commission_share where order_id = any($1::uuid[]))
                        union all
                        select concat_ws('|', line_id, payee_id, role, kind, refund_no, amount_fen, at)
                          from commission_entry where order_id = any($1::uuid[])
                        union all
                        select concat_ws('|', line_id, payee_id, role, net_fen, original_fen, kept_fen, state, rule_kind, basis_points, at)
                          from commission_share where order_id = any($1::uuid[])
                        union all
                        select concat_ws('|', payee_id, kind, available_fen)
                          from commission_account where payee_id = any($2::uuid[])
                        order by line""", row -> row.getString("line"), orders, payees());
    }

    private List<UUID> payees() {
        return List.of(Cast.DISTRIBUTOR.id(), Cast.KOC.id(), Cast.SELLER);
    }

    private Uni<Void> thaw(Tx tx, Map<UUID, Instant> thawedAt) {
        return Multi.createFrom()
                .iterable(thawedAt.entrySet())
                .onItem()
                .transformToUniAndConcatenate(each -> thaw.thaw(tx, List.of(each.getKey()), each.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Map<UUID, Instant> thawedAt() {
        return ended(transactions
                        .reads()
                        .list(
                                "select order_id, thawed_at from commission_order where order_id = any($1::uuid[])",
                                row -> Map.entry(row.getUUID("order_id"), Columns.instant(row, "thawed_at")),
                                orders))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<UUID> waiting() {
        return ended(transactions.reads().list("""
                        select o.id from unnest($1::uuid[]) as o (id)
                          left join commission_order c on c.order_id = o.id and c.thawed_at is not null
                         where c.order_id is null""", row -> row.getUUID("id"), orders));
    }

    private long heard() {
        return ended(transactions
                .reads()
                .one(
                        "select count(distinct refund_no) as refunds from commission_refund where order_id = any($1::uuid[])",
                        row -> row.getLong("refunds"),
                        orders));
    }

    /** As if nothing had ever been heard. Only the owner of the database can take postings away. */
    private void forget() {
        var list = "'" + String.join("','", orders.stream().map(UUID::toString).toList()) + "'";
        execute("""
                alter table ledger_transfer disable trigger user;
                alter table ledger_posting disable trigger user;
                create temporary table gone as
                    select id from ledger_transfer
                     where split_part(reference, ':', 2) in (
                           select line_id::text from commission_share where order_id in (%1$s));
                delete from ledger_posting where transfer_id in (select id from gone);
                delete from ledger_transfer where id in (select id from gone);
                alter table ledger_transfer enable trigger user;
                alter table ledger_posting enable trigger user;
                delete from commission_entry where order_id in (%1$s);
                delete from commission_share where order_id in (%1$s);
                delete from commission_refund where order_id in (%1$s);
                delete from commission_order where order_id in (%1$s);
                delete from commission_account where payee_id in ('%2$s', '%3$s', '%4$s')""".formatted(list, Cast.DISTRIBUTOR.id(), Cast.KOC.id(), Cast.SELLER));
    }

    private static <T> T ended(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}

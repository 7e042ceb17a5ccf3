package cn.siyu.catalog.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.domain.NewSku;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.ProductText;
import cn.siyu.catalog.domain.Schedule;
import cn.siyu.catalog.domain.SkuText;
import cn.siyu.catalog.domain.SpecValue;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.testing.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The front doors of catalogue and channel, as the contexts above call them. */
@QuarkusTest
class CatalogFrontDoorTest {

    private static final Actor TESTER = Actor.system("test");

    @Inject
    CreateProduct create;

    @Inject
    ReadCatalog read;

    @Inject
    FollowSchedules follow;

    @Inject
    Prices prices;

    @Test
    void a_new_product_is_a_draft_and_its_skus_have_cards() throws Throwable {
        var product = create();

        var cards = await(() -> read.cards(skus(product)));
        assertThat(product.state()).isEqualTo(ProductState.DRAFT);
        assertThat(cards)
                .extracting("specText", "title", "state")
                .containsExactlyInAnyOrder(
                        tuple("红 / 59", "连体衣", ProductState.DRAFT), tuple("蓝 / 66", "连体衣", ProductState.DRAFT));
        assertThat(await(() -> read.product(product.id())).axes().axes())
                .extracting("values")
                .containsExactly(List.of("红", "蓝"), List.of("59", "66"));
    }

    @Test
    void a_price_is_kept_when_it_is_replaced_and_an_equal_one_changes_nothing() throws Throwable {
        var sku = skus(create()).getFirst();

        assertThat(await(() -> prices.of(List.of(sku)))).isEmpty();
        assertThat(await(() -> prices.setDefault(Map.of(sku, new Money(6900)), TESTER, "opening")))
                .isOne();
        assertThat(await(() -> prices.setDefault(Map.of(sku, new Money(6900)), TESTER, "again")))
                .isZero();
        assertThat(await(() -> prices.setDefault(Map.of(sku, new Money(5900)), TESTER, "summer")))
                .isOne();

        assertThat(await(() -> prices.of(List.of(sku))))
                .containsExactly(Map.entry(sku, new PriceTag(sku, PriceListId.DEFAULT, new Money(5900))));
        var history = await(() -> prices.history(sku));
        assertThat(history).extracting(price -> price.amount().fen()).containsExactly(5900L, 6900L);
        assertThat(history.getLast().to()).contains(history.getFirst().from());
    }

    @Test
    void a_code_is_taken_once() throws Throwable {
        var product = create();

        assertThatThrownBy(() -> await(() -> create.create(asked(product.code()), TESTER)))
                .hasMessage("This code is already used");
    }

    @Test
    void looks_at_schedules_at_once_on_all_instances_settle_each_product_once() throws Throwable {
        var product = create();
        due(product);

        Callable<String> look = () -> {
            try {
                return await(() -> follow.follow().replaceWith("looked"));
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        };
        try (var instances = Executors.newFixedThreadPool(3)) {
            for (var done : instances.invokeAll(List.of(look, look, look))) {
                assertThat(done.get()).isEqualTo("looked");
            }
        }

        // It has no category, so it is no longer fit: it keeps its state and loses its schedule, noted once.
        // The shop's own look may have got there first and not have ended yet.
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(missed(product)).isOne());
        assertThat(await(() -> read.product(product.id())).schedule()).isEqualTo(Schedule.NONE);
    }

    /** As if its time had come since it was scheduled. */
    private static void due(Product product) throws SQLException {
        try (var database = Database.asOwner();
                var update = database.prepareStatement(
                        "update catalog_spu set publish_at = timestamptz '2020-01-01 00:00:00Z' where id = ?")) {
            update.setObject(1, product.id().value());
            assertThat(update.executeUpdate()).isOne();
        }
    }

    private static int missed(Product product) throws SQLException {
        try (var database = Database.asOwner();
                var query = database.prepareStatement("select count(*) from kernel_audit_log"
                        + " where target_id = ? and action = 'product.schedule-missed'")) {
            query.setString(1, product.id().value().toString());
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getInt(1);
            }
        }
    }

    private Product create() throws Throwable {
        return await(() -> create.create(asked("P-" + UUID.randomUUID()), TESTER));
    }

    private static CreateProduct.Asked asked(String code) {
        return new CreateProduct.Asked(
                code,
                new ProductText(
                        "连体衣",
                        "",
                        "件",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        RegulatoryClass.NONE,
                        ReturnPolicy.SEVEN_DAYS,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        "<p onclick=\"x()\">A</p>",
                        List.of(),
                        false,
                        false),
                List.of("颜色", "尺码"),
                List.of(sku("红", "59"), sku("蓝", "66")));
    }

    private static NewSku sku(String colour, String size) {
        return new NewSku(
                "S-" + UUID.randomUUID(),
                List.of(new SpecValue("尺码", size), new SpecValue("颜色", colour)),
                new SkuText(Optional.empty(), Optional.empty(), 120, 0, Optional.empty(), false));
    }

    private static List<SkuId> skus(Product product) {
        return product.skus().stream().map(sku -> sku.id()).toList();
    }

    private static <T> T await(Supplier<Uni<T>> work) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(work);
    }
}

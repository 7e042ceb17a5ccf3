package cn.siyu.koc;

import static cn.siyu.koc.Quarter.desk;
import static cn.siyu.koc.Quarter.done;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.groupbuy.Groups;
import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A KOC's day in one call (D11). */
@QuarkusTest
class WorkbenchTest {

    @Test
    void one_call_shows_tasks_materials_and_open_groups_of_own_communities() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = seller.bind(community, koc);
        var goods = Shop.product(1_000, 20);
        var now = SandboxControl.now();
        var material = done(
                        desk(
                                "/api/admin/v1/koc-materials",
                                Map.of(
                                        "kind", "PICTURE",
                                        "title", "拼团海报",
                                        "words", "三人就成团",
                                        "media", List.of("https://img.test/1.jpg"),
                                        "spuId", goods.productId(),
                                        "validFrom", now.minusSeconds(60).toString(),
                                        "validUntil",
                                                now.plus(Duration.ofDays(5)).toString())),
                        201)
                .getString("material.id");
        for (var days : List.of(3, 1)) {
            var task = Map.of(
                    "title",
                    "发海报",
                    "words",
                    "在群里发一次",
                    "evidence",
                    "LINK_OPENED",
                    "materialId",
                    material,
                    "dueAt",
                    now.plus(Duration.ofDays(days)).toString());
            var _ = done(
                    seller.person()
                            .post("/api/partner/v1/koc-tasks", Map.of("task", task, "communityId", community.id())),
                    201);
        }
        var activity = Groups.running(goods, 10, Map.of("communityId", community.id()));
        var elsewhere = Groups.running(
                20, 10, Map.of("communityId", Community.of(seller).id()));
        var place = Groups.opened(Shop.buyer(), activity);
        place.payAndAwait("GROUPING");
        var token = done(
                        koc.post("/api/partner/v1/communities/" + community.id() + "/materials/" + material
                                + "/share-token"),
                        201)
                .getString("token");

        var bench = done(koc.get("/api/partner/v1/koc/workbench"), 200);

        assertThat(bench.getList("communities.id")).containsExactly(community.id());
        assertThat(bench.<String>getList("tasks.dueAt")).hasSize(2).isSorted();
        assertThat(bench.getBoolean("tasks[0].own")).isTrue();
        assertThat(bench.getList("materials.id")).contains(material);
        assertThat(bench.<Map<String, String>>getList("materialLinks"))
                .anySatisfy(link ->
                        assertThat(link).containsEntry("token", token).containsEntry("communityId", community.id()));
        assertThat(bench.getList("groupBuys.activityId")).containsExactly(activity.id());
        assertThat(bench.getLong("groupBuys[0].fromFen")).isEqualTo(900);
        assertThat(bench.getString("groupBuys[0].openGroups[0].groupId")).isEqualTo(place.group());
        assertThat(bench.getInt("groupBuys[0].openGroups[0].missing")).isEqualTo(2);
        assertThat(bench.getString("agreementVersion")).isEqualTo(Quarter.AGREEMENT);
        var sellers = done(seller.person().get("/api/partner/v1/koc/workbench"), 200);
        assertThat(sellers.getList("groupBuys.activityId")).containsExactlyInAnyOrder(activity.id(), elsewhere.id());
        assertThat(sellers.getList("tasks")).isEmpty();
    }
}

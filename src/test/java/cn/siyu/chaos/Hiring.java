package cn.siyu.chaos;

import cn.siyu.chaos.Colleagues.Seller;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.SandboxWeCom;
import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How distributors become sellers of the house: they work at WeCom, have customers there, and own a community that a KOC serves. */
final class Hiring {

    private static final String AGREEMENT = "2026-01";
    private static final int CONTACTS = 3;

    private final SandboxWeCom stage;
    private final Person koc;

    Hiring(World world, Person koc) {
        this.stage = new SandboxWeCom(world.shops.getFirst().weChat());
        this.koc = koc;
        // After leaps of the clock a token may be too old.
        world.signStaffOut("merchandiser");
    }

    /** The first of his customers at WeCom never agrees to be another's. */
    Seller seller(Earner earner) {
        var distributor = earner.distributor();
        var body =
                Map.of("kind", "DISTRIBUTOR", "name", "李姐", "distributorId", distributor, "memberId", earner.member());
        var seller = RemoteShop.uuid(desk("/api/admin/v1/sellers", body), "id");
        var user = earner.name;
        stage.works(user);
        var path = "/api/admin/v1/sellers/" + seller + "/wecom";
        var known = koc.asStaff("merchandiser", (shop, token) -> shop.api().put(token, path, Map.of("userId", user)));
        var _ = known.expect(200);
        stage.saysNo(stage.customers(user, user + "c", "", CONTACTS).getFirst());
        return new Seller(earner, distributor, seller, user);
    }

    /** @param chat its name at WeCom */
    void community(Seller owner, String chat, List<Person> neighbours) {
        stage.chat(owner.user(), chat, List.of());
        var sketch = Map.of("name", "宝妈群", "chatId", chat, "category", "0-1岁", "capacity", 200);
        var community = desk("/api/admin/v1/communities", Map.of("community", sketch, "ownerId", owner.id()))
                .path("community");
        var all = new ArrayList<>(neighbours);
        all.add(koc);
        var joining = Map.of("code", community.path("code").asText());
        for (var each : all) {
            var _ = post(each, "/api/mp/v1/community-joins", joining, 200);
        }
        var invitation = Map.of("communityId", community.path("id").asText(), "memberId", koc.member(), "name", "豆豆妈");
        var binding = post(owner.earner(), "/api/partner/v1/koc-bindings", invitation, 201);
        var _ = post(
                koc,
                "/api/mp/v1/koc-invitations/" + binding.path("id").asText() + "/accept",
                Map.of("agreementVersion", AGREEMENT),
                200);
    }

    private JsonNode desk(String path, Map<String, ?> body) {
        return done(koc.asStaff("merchandiser", (shop, token) -> shop.api().post(token, path, body)), 201);
    }

    private static JsonNode post(Person who, String path, Map<String, ?> body, int status) {
        return done(who.asBuyer((shop, buyer) -> shop.api().post(buyer.token(), path, body)), status);
    }

    private static JsonNode done(Answer answer, int status) {
        return answer.expect(status).json();
    }
}

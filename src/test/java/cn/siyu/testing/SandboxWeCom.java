package cn.siyu.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;

/** The strings behind WeCom's stage: who works there, whose customers are whose, and what is called out. */
public record SandboxWeCom(ShopApi sandbox) {

    /** The sandbox of the application under test. */
    public static SandboxWeCom here() {
        return new SandboxWeCom(new ShopApi(ConfigProvider.getConfig().getValue("siyu.wecom.api-url", URI.class)));
    }

    public void works(String userid) {
        staff(userid, Map.of());
    }

    /** He has as many customers as one may have. */
    public void isFull(String userid) {
        staff(userid, Map.of("full", true));
    }

    public void resigned(String userid, Instant at) {
        staff(userid, Map.of("resignedAt", at.toString()));
    }

    private void staff(String userid, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("userid", userid);
        var _ = ask("/staff", body);
    }

    /** So many customers add somebody of the shop: {@code prefix00000} and so on, with a unionid each when they have one. */
    public List<String> customers(String userid, String prefix, String unionid, int count) {
        var _ = ask(
                "/contacts", Map.of("userid", userid, "externalUserid", prefix, "unionid", unionid, "count", count));
        return names(prefix, count);
    }

    public void customer(String userid, String external, String unionid) {
        var _ = ask("/contacts", Map.of("userid", userid, "externalUserid", external, "unionid", unionid));
    }

    public void saysNo(String external) {
        var _ = ask("/contacts/" + external + "/refuse", Map.of());
    }

    public List<String> chats(String owner, String prefix, int count) {
        var _ = ask("/chats", Map.of("owner", owner, "chatId", prefix, "count", count));
        return names(prefix, count);
    }

    /** @param members fields {@code userid, unionid, joinedAt, state} each */
    public void chat(String owner, String chatId, List<Map<String, ?>> members) {
        var _ = ask("/chats", Map.of("owner", owner, "chatId", chatId, "members", members));
    }

    public static List<String> names(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + "%05d".formatted(i))
                .toList();
    }

    /** What WeCom knows of somebody: {@code contacts[], chats[]}. */
    public JsonNode of(String userid) {
        return sandbox.get("", "/_control/wecom/staff/" + userid).expect(200).json();
    }

    public void revokeTokens() {
        var _ = ask("/tokens/revoke", Map.of());
    }

    public void callsOut(String url) {
        var _ = ask("/callback-url", Map.of("url", url));
    }

    public JsonNode greets(String text) {
        return ask("/greet", Map.of("text", text));
    }

    /** @param mode NORMAL, TAMPER, OLD, FOREIGN; answers the HTTP statuses of the shop's answers */
    public JsonNode tells(Map<String, String> fields, String mode, int copies) {
        return ask("/events", Map.of("fields", fields, "mode", mode, "copies", copies))
                .path("statuses");
    }

    private JsonNode ask(String path, Map<String, ?> body) {
        return sandbox.post("", "/_control/wecom" + path, body).expect(200).json();
    }
}

package cn.siyu.bench;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.RemoteShop;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Members and products in numbers: one of each comes into being over HTTP, the others are its copies. */
final class Seed {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long PRICE_FEN = 9_900;
    private static final int UNITS = 1_000_000;

    /** By which the sandbox knows whoever signs in there under the member's id as his name. */
    private static final String OPENID =
            "'o' || left(translate(encode(sha256(convert_to('%s/' || k.id, 'UTF8')), 'base64'), '+/', '-_'), 27)";

    private final Installation shop;
    private final RemoteShop remote;
    private final Cloner cloner;
    private @Nullable Tokens tokens;

    Seed(Installation shop) {
        this.shop = shop;
        this.remote = shop.remote();
        this.cloner = new Cloner(shop);
    }

    /** A product and its only SKU. */
    record Product(UUID spu, UUID sku) {}

    List<Product> products(int count) {
        var goods = remote.product("bench", 1, PRICE_FEN, UNITS);
        var like = new Product(goods.product(), goods.skus().getFirst());
        var copies = IntStream.range(1, count)
                .mapToObj(_ -> new Product(Ids.next(), Ids.next()))
                .toList();
        load(
                "bench_product",
                "n int primary key, spu uuid, sku uuid",
                IntStream.range(0, copies.size())
                        .mapToObj(i -> i + "\t" + copies.get(i).spu() + "\t"
                                + copies.get(i).sku())
                        .toList());
        copy("catalog_spu", "id", like.spu(), Map.of("id", "k.spu", "code", "x.code || '-' || k.n"));
        copy("catalog_axis_value", "spu_id", like.spu(), Map.of("spu_id", "k.spu"));
        copy(
                "catalog_sku",
                "spu_id",
                like.spu(),
                Map.of("id", "k.sku", "spu_id", "k.spu", "code", "x.code || '-' || k.n"));
        copy("channel_price", "sku_id", like.sku(), Map.of("id", "uuidv7()", "sku_id", "k.sku"));
        copy("inventory_stock", "sku", like.sku(), Map.of("sku", "k.sku"));
        copy("inventory_movement", "sku", like.sku(), Map.of("id", "uuidv7()", "sku", "k.sku"));
        var all = new ArrayList<>(copies);
        all.addFirst(like);
        return List.copyOf(all);
    }

    private void copy(String table, String column, UUID like, Map<String, String> changes) {
        cloner.copy(table, column, like, "bench_product", changes);
    }

    /** So many members with an address and a token each. */
    Crowd members(int count) {
        var first = remote.buyer("bench");
        tokens = new Tokens(first.token(), shop.told("siyu.tokens.member-private-key"));
        var key = new SecretKeySpec(
                Base64.getDecoder().decode(shop.told("siyu.pii.key").strip()), "AES");
        var buyers = IntStream.range(0, count)
                .mapToObj(_ -> new Crowd.Buyer(Ids.next(), "", Ids.next()))
                .toList();
        load(
                "bench_member",
                "n int primary key, id uuid, address uuid, recipient text, phone text, detail text",
                IntStream.range(0, count)
                        .parallel()
                        .mapToObj(i -> row(i, buyers.get(i), key))
                        .toList());
        cloner.copy(
                "member_member",
                "id",
                tokens.subject(),
                "bench_member",
                Map.of("id", "k.id", "openid", OPENID.formatted(shop.told("siyu.wechat.app-id"))));
        cloner.copy(
                "member_address",
                "id",
                first.address(),
                "bench_member",
                Map.of(
                        "id", "k.address",
                        "member_id", "k.id",
                        "recipient_sealed", "k.recipient",
                        "phone_sealed", "k.phone",
                        "detail_sealed", "k.detail"));
        return signedIn(new Crowd(buyers));
    }

    /** The same members, who have signed in anew: each has a token that was never used. */
    Crowd signedIn(Crowd crowd) {
        var signer = Objects.requireNonNull(tokens, "there are no members yet");
        var sessions = crowd.all().stream().map(_ -> Ids.next()).toList();
        shop.execute("drop table if exists bench_session");
        load(
                "bench_session",
                "session uuid, member uuid",
                IntStream.range(0, crowd.size())
                        .mapToObj(
                                i -> sessions.get(i) + "\t" + crowd.all().get(i).id())
                        .toList());
        cloner.copy(
                "identity_session",
                "id",
                signer.session(),
                "bench_session",
                Map.of("id", "k.session", "subject", "k.member", "name", "k.member::text"));
        return new Crowd(IntStream.range(0, crowd.size())
                .parallel()
                .mapToObj(i -> {
                    var buyer = crowd.all().get(i);
                    return new Crowd.Buyer(buyer.id(), signer.of(buyer.id(), sessions.get(i)), buyer.address());
                })
                .toList());
    }

    /** Statistics, and none of the work that autovacuum would do in the middle of a measurement. */
    void settle() {
        shop.execute("vacuum analyze");
    }

    private static String row(int n, Crowd.Buyer buyer, SecretKeySpec key) {
        var place = "member_address:" + buyer.address() + ":";
        return String.join(
                "\t",
                "" + n,
                buyer.id().toString(),
                buyer.address().toString(),
                sealed("买家", place + "recipient", key),
                sealed("13800138000", place + "phone", key),
                sealed("科技园 %d 号".formatted(n), place + "detail", key));
    }

    /** As the shop seals personal data: bound to the row in which it is kept. */
    private static String sealed(String plain, String place, SecretKeySpec key) {
        try {
            var nonce = new byte[12];
            RANDOM.nextBytes(nonce);
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            var body = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            return "v1."
                    + Base64.getEncoder()
                            .encodeToString(ByteBuffer.allocate(nonce.length + body.length)
                                    .put(nonce)
                                    .put(body)
                                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A table of the benchmark's own. */
    private void load(String table, String columns, List<String> lines) {
        shop.execute("create table " + table + " (" + columns + ")", "grant select on " + table + " to siyu_app");
        try (var connection = shop.asOwner()) {
            var _ = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " from stdin", new StringReader(String.join("\n", lines) + "\n"));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

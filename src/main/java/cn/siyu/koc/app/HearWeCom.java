package cn.siyu.koc.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.store.WeComEventStore;
import cn.siyu.wechat.NotGenuine;
import cn.siyu.wechat.WeComPush;
import cn.siyu.wechat.WeComPush.Event;
import cn.siyu.wechat.WeComPush.Proof;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps what WeCom calls out, each once, before it is answered; the effect follows. */
@Singleton
public class HearWeCom {

    static final String CONTACT = "change_external_contact";
    static final String CHAT = "change_external_chat";

    private static final Set<String> HEARD = Set.of(CONTACT, CHAT);

    private final WeComPush push;
    private final WeComEventStore events;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    HearWeCom(WeComPush push, WeComEventStore events, Transactions transactions, ShopClock clock) {
        this.push = push;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What WeCom wants to hear when it looks whether the address is ours. */
    public String greet(Proof proof, @Nullable String echo) {
        return genuine(() -> push.greeted(proof, echo));
    }

    /** What is about neither customers nor chats is taken and let be. */
    public Uni<Void> hear(Proof proof, byte[] body) {
        return Uni.createFrom()
                .item(() -> genuine(() -> push.open(proof, body)))
                .chain(event -> HEARD.contains(event.kind())
                        ? transactions.in(tx -> events.keep(tx, fingerprint(event), event, clock.instant()))
                        : Uni.createFrom().item(false))
                .replaceWithVoid();
    }

    private static <T> T genuine(Supplier<T> opened) {
        try {
            return opened.get();
        } catch (NotGenuine _) {
            throw new Refused(KocProblem.WECOM_CALLBACK_REFUSED);
        }
    }

    private static String fingerprint(Event event) {
        var parts = Stream.of(
                        event.kind(),
                        event.change(),
                        Long.toString(event.at().getEpochSecond()),
                        event.userId().orElse(""),
                        event.externalUserId().orElse(""),
                        event.chatId().orElse(""),
                        event.failReason().orElse(""))
                .collect(Collectors.joining("\n"));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(parts.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

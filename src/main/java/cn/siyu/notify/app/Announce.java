package cn.siyu.notify.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.notify.domain.News;
import cn.siyu.notify.domain.Template;
import cn.siyu.notify.store.MessageStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes the messages of an event, with the permissions that they use; they are sent afterwards. */
@Singleton
public class Announce {

    private final Templates templates;
    private final MessageStore messages;
    private final ShopClock clock;
    private final Duration usefulFor;

    @Inject
    Announce(
            Templates templates,
            MessageStore messages,
            ShopClock clock,
            @ConfigProperty(name = "siyu.notify.useful-for") Duration usefulFor) {
        this.templates = templates;
        this.messages = messages;
        this.clock = clock;
        this.usefulFor = usefulFor;
    }

    public Uni<Void> announce(Tx tx, News news) {
        return templates
                .of(news.kind())
                .map(template -> announce(tx, news, template))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> announce(Tx tx, News news, Template template) {
        return messages.announce(
                        tx, news, template.id(), clock.instant(), news.at().plus(usefulFor))
                .replaceWithVoid();
    }
}

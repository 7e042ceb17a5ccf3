package cn.siyu.notify.app;

import cn.siyu.catalog.Products;
import cn.siyu.catalog.SpuId;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.notify.domain.Message;
import cn.siyu.notify.domain.Template;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says a message in the words of its template. Reads of its own: outside of any transaction. */
@Singleton
class Wording {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    private static final String SOME_PRODUCT = "商品";

    private final Products products;
    private final String orderPage;

    @Inject
    Wording(Templates templates, Products products, @ConfigProperty(name = "siyu.notify.order-page") String orderPage) {
        this.products = products;
        this.orderPage = orderPage;
    }

    /** What WeChat is handed. */
    record Words(String page, Map<String, String> data) {}

    Uni<Words> of(Message message, Template template) {
        return title(message).map(title -> {
            var values = new HashMap<>(message.facts());
            values.put("product", title);
            values.put("at", minute(message.occurredAt()));
            return new Words(orderPage + "?id=" + message.order(), template.filled(values));
        });
    }

    private Uni<String> title(Message message) {
        return message.spu()
                .map(spu -> products.sheet(new SpuId(spu))
                        .map(Products.Sheet::title)
                        .onFailure(Refused.class)
                        .recoverWithItem(SOME_PRODUCT))
                .orElseGet(() -> Uni.createFrom().item(SOME_PRODUCT));
    }

    private static String minute(Instant at) {
        return MINUTE.format(ShopCalendar.withOffset(at));
    }
}

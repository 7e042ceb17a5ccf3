package cn.siyu.catalog.app;

import cn.siyu.catalog.domain.Attribute;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.Sku;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Products and SKUs as plain values, as the audit log keeps them before and after a change. */
final class Snapshots {

    private Snapshots() {}

    static AuditEntry entry(Actor actor, String action, @Nullable Product before, Product after) {
        return entry(actor, action, null, before, after);
    }

    static AuditEntry entry(
            Actor actor, String action, @Nullable String reason, @Nullable Product before, Product after) {
        return new AuditEntry(
                actor,
                action,
                "product",
                after.id().value().toString(),
                reason,
                before == null ? null : of(before),
                of(after));
    }

    static AuditEntry entry(Actor actor, String action, @Nullable Sku before, Sku after) {
        return new AuditEntry(
                actor,
                action,
                "sku",
                after.id().value().toString(),
                null,
                before == null ? null : of(before),
                of(after));
    }

    private static Map<String, Object> of(Product product) {
        var text = product.text();
        var values = new LinkedHashMap<String, Object>();
        values.put("code", product.code());
        values.put("state", product.state());
        values.put("title", text.title());
        values.put("brief", text.brief());
        values.put("unit", text.unit());
        text.category().map(Id::value).ifPresent(id -> values.put("categoryId", id));
        text.brand().map(Id::value).ifPresent(id -> values.put("brandId", id));
        text.supplier().map(Id::value).ifPresent(id -> values.put("supplierId", id));
        text.role().ifPresent(role -> values.put("role", role));
        values.put("regulatoryClass", text.regulatoryClass());
        values.put("returnPolicy", text.returnPolicy());
        text.repurchaseDays().ifPresent(days -> values.put("repurchaseDays", days));
        text.marketPrice().map(Money::fen).ifPresent(fen -> values.put("marketPriceFen", fen));
        text.coverUrl().ifPresent(url -> values.put("coverUrl", url));
        values.put("galleryUrls", text.galleryUrls());
        values.put("detailLength", text.detailHtml().length());
        values.put("detailHash", Objects.hashCode(text.detailHtml()));
        values.put(
                "attributes",
                text.attributes().stream()
                        .collect(Collectors.toMap(
                                Attribute::name, Attribute::value, (first, _) -> first, LinkedHashMap::new)));
        product.schedule().publishAt().ifPresent(at -> values.put("publishAt", at));
        product.schedule().unpublishAt().ifPresent(at -> values.put("unpublishAt", at));
        return values;
    }

    private static Map<String, Object> of(Sku sku) {
        var text = sku.text();
        var values = new LinkedHashMap<String, Object>();
        values.put("code", sku.code());
        values.put("spec", sku.tuple());
        text.barcode().ifPresent(code -> values.put("barcode", code));
        text.cost().map(Money::fen).ifPresent(fen -> values.put("costFen", fen));
        values.put("weightGrams", text.weightGrams());
        values.put("volumeMl", text.volumeMl());
        text.imageUrl().ifPresent(url -> values.put("imageUrl", url));
        values.put("discontinued", text.discontinued());
        return values;
    }
}

package cn.siyu.catalog.domain;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.SpuId;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An SPU with its SKUs, as merchandisers see it. */
public record Product(
        SpuId id,
        String code,
        ProductText text,
        ProductState state,
        Schedule schedule,
        Optional<Instant> publishedAt,
        Axes axes,
        List<Sku> skus,
        Instant createdAt,
        long version) {

    /** Checks that this command is for a product like this one. */
    public void requireCan(Command command) {
        if (!command.startsFrom(state)) {
            throw new Refused(CatalogProblem.PRODUCT_TRANSITION, command + " is not for a product that is " + state);
        }
        if (command == Command.PUBLISH && !complete()) {
            throw new Refused(CatalogProblem.PRODUCT_INCOMPLETE);
        }
    }

    private boolean complete() {
        return text.category().isPresent()
                && skus.stream().anyMatch(sku -> !sku.text().discontinued());
    }

    public Product become(ProductState target, Instant now) {
        var published = target == ProductState.ON_SALE ? Optional.of(now) : publishedAt;
        return new Product(id, code, text, target, schedule.after(target), published, axes, skus, createdAt, version);
    }

    /** With another text; what is on sale stays fit for it. */
    public Product with(ProductText newText) {
        var product = new Product(id, code, newText, state, schedule, publishedAt, axes, skus, createdAt, version);
        if (state == ProductState.ON_SALE && !product.complete()) {
            throw new Refused(CatalogProblem.PRODUCT_INCOMPLETE);
        }
        return product;
    }

    public Product with(Schedule newSchedule) {
        return new Product(id, code, text, state, newSchedule, publishedAt, axes, skus, createdAt, version);
    }
}

package cn.siyu.catalog.domain;

import cn.siyu.catalog.ProductState;
import java.util.Locale;

/** What moves a product from state to state; together they are the transition table of {@link ProductState}. */
public enum Command {
    PUBLISH(ProductState.ON_SALE),
    UNPUBLISH(ProductState.OFF_SALE),
    RECYCLE(ProductState.RECYCLED),
    RESTORE(ProductState.OFF_SALE);

    private final ProductState target;

    Command(ProductState target) {
        this.target = target;
    }

    public ProductState target() {
        return target;
    }

    /** Two commands lead off sale: one takes down what is sold, the other takes out of the bin. */
    public boolean startsFrom(ProductState state) {
        return state.next().contains(target)
                && switch (this) {
                    case PUBLISH, RECYCLE -> true;
                    case UNPUBLISH -> state == ProductState.ON_SALE;
                    case RESTORE -> state == ProductState.RECYCLED;
                };
    }

    /** The name in the audit log, such as {@code product.publish}. */
    public String action() {
        return "product." + name().toLowerCase(Locale.ROOT);
    }
}

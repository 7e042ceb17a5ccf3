package cn.siyu.catalog.app;

import cn.siyu.catalog.domain.Product;

/** How an edit of one version ended. */
public sealed interface Edit {

    /** The product as it is now. */
    Product product();

    /** The edit is written. */
    record Done(Product product) implements Edit {}

    /** Somebody else was faster, nothing is written. */
    record Stale(Product product) implements Edit {}
}

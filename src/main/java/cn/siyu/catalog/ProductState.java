package cn.siyu.catalog;

/** Life of an SPU (A1). Only ON_SALE can be bought; RECYCLED is hidden from every list but the bin. */
public enum ProductState {
    DRAFT,
    ON_SALE,
    OFF_SALE,
    RECYCLED
}

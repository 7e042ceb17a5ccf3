package cn.siyu.catalog;

/** What a product is for on the ladder from the first purchase to the loyal customer (引流品 to 形象品). */
public enum ProductRole {
    /** 引流品: a low price brings people in; little or no margin. */
    TRAFFIC,
    /** 体验品: a small pack to try before the real one. */
    TRIAL,
    /** 信任品: bought again because it kept its promise. */
    TRUST,
    /** 利润品: carries the margin. */
    PROFIT,
    /** 拓展品: leads a customer into the next category. */
    EXPANSION,
    /** 形象品: shows what the brand can do; few are sold. */
    IMAGE
}

package cn.siyu.trade.domain;

/** Who ended an unpaid order. It decides what a payment that comes too late does (E7). */
public enum CancelledBy {
    /** He changed his mind: money that still arrives goes back. */
    MEMBER,
    /** The time to pay was over: money that still arrives revives the order if its stock can be had again. */
    EXPIRED
}

package cn.siyu.report.domain;

/** What can be added up over days: orders by their firm day, refunds by the day of their arrival. */
public record Sums(long orders, long grossFen, long firstOrders, long firstGrossFen, long refunds, long refundedFen) {

    public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);

    static Sums of(Sale sale) {
        return sale.first()
                ? new Sums(1, sale.grossFen(), 1, sale.grossFen(), 0, 0)
                : new Sums(1, sale.grossFen(), 0, 0, 0, 0);
    }

    static Sums of(Refunded refund) {
        return new Sums(0, 0, 0, 0, 1, refund.amountFen());
    }

    public Sums plus(Sums other) {
        return new Sums(
                orders + other.orders,
                Math.addExact(grossFen, other.grossFen),
                firstOrders + other.firstOrders,
                Math.addExact(firstGrossFen, other.firstGrossFen),
                refunds + other.refunds,
                Math.addExact(refundedFen, other.refundedFen));
    }

    /** Of orders that were not their person's first. */
    public long repeatOrders() {
        return orders - firstOrders;
    }

    public long repeatGrossFen() {
        return grossFen - firstGrossFen;
    }

    public long netFen() {
        return grossFen - refundedFen;
    }
}

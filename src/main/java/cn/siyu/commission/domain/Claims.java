package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import java.util.Optional;

/**
 * Who claims a part of an order, as the order itself remembers it.
 *
 * @param shared where a distributor and a pool both have it: the distributor's part of what he would have had alone (D8)
 */
public record Claims(
        Optional<Distributor> distributor,
        Optional<Inviter> inviter,
        Optional<Pool> pool,
        Optional<Leader> leader,
        Optional<Rate> shared) {

    public static final Claims NOBODY = new Claims(Optional.empty(), Optional.empty(), Optional.empty());

    public Claims(Optional<Distributor> distributor, Optional<Inviter> inviter, Optional<Pool> pool) {
        this(distributor, inviter, pool, Optional.empty());
    }

    public Claims(
            Optional<Distributor> distributor,
            Optional<Inviter> inviter,
            Optional<Pool> pool,
            Optional<Leader> leader) {
        this(distributor, inviter, pool, leader, Optional.empty());
    }

    /** Whoever led the buy group, with his share of the net. */
    public record Leader(Payee payee, Rate share) {}

    /** @param buysHimself the order is his own */
    public record Distributor(Payee payee, boolean buysHimself) {}

    /** Whoever brought the distributor. */
    public record Inviter(Payee payee, Rate share) {}

    /**
     * A share of the net for seller and KOC together, and their parts of it; what they leave of it stays with the merchant (D6).
     *
     * @param kocBuysHimself the order is the KOC's own
     * @param atLeast the line's part of the floor that the order has
     */
    public record Pool(
            Payee seller, Payee koc, boolean kocBuysHimself, Rate share, Rate sellerPart, Rate kocPart, Money atLeast) {

        public Pool(Payee seller, Payee koc, boolean kocBuysHimself, Rate share, Rate sellerPart, Rate kocPart) {
            this(seller, koc, kocBuysHimself, share, sellerPart, kocPart, Money.ZERO);
        }

        public Pool {
            if (sellerPart.basisPoints() + kocPart.basisPoints() > Rate.WHOLE) {
                throw new IllegalArgumentException("more than the pool: " + sellerPart + " and " + kocPart);
            }
        }
    }
}

package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Rate;
import java.util.Optional;

/** Who claims a part of an order, as the order itself remembers it. */
public record Claims(
        Optional<Distributor> distributor, Optional<Inviter> inviter, Optional<Pool> pool, Optional<Leader> leader) {

    public static final Claims NOBODY = new Claims(Optional.empty(), Optional.empty(), Optional.empty());

    public Claims(Optional<Distributor> distributor, Optional<Inviter> inviter, Optional<Pool> pool) {
        this(distributor, inviter, pool, Optional.empty());
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
     */
    public record Pool(Payee seller, Payee koc, boolean kocBuysHimself, Rate share, Rate sellerPart, Rate kocPart) {

        public Pool {
            if (sellerPart.basisPoints() + kocPart.basisPoints() > Rate.WHOLE) {
                throw new IllegalArgumentException("more than the pool: " + sellerPart + " and " + kocPart);
            }
        }
    }
}

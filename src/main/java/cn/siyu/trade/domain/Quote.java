package cn.siyu.trade.domain;

import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.PurchaseLimit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a purchase would cost now. Its hash stands for everything that the buyer agrees to by sending it back with the order
 * (E1); it is not stored: the order computes it again from what is true then and compares.
 *
 * @param freight empty as long as there is no address; after coupons, like everything that is to be paid
 * @param coupons what each of the chosen coupons takes off
 */
public record Quote(
        MemberId member,
        List<Line> lines,
        Optional<UUID> address,
        Optional<Money> freight,
        List<Taken> coupons,
        Instant expiresAt) {

    private static final int HASH_CHARACTERS = 40;
    private static final int RADIX = 36;

    /** A purchase without coupons. */
    public Quote(
            MemberId member, List<Line> lines, Optional<UUID> address, Optional<Money> freight, Instant expiresAt) {
        this(member, lines, address, freight, List.of(), expiresAt);
    }

    /** One SKU with all its units, how many may be bought at all, and what coupons take off. */
    public record Line(
            SoldLine sold, int quantity, Availability availability, List<PurchaseLimit> limits, Money discount) {

        public Line(SoldLine sold, int quantity, Availability availability) {
            this(sold, quantity, availability, List.of());
        }

        public Line(SoldLine sold, int quantity, Availability availability, List<PurchaseLimit> limits) {
            this(sold, quantity, availability, limits, Money.ZERO);
        }

        /** What the units cost the buyer. */
        public Money amount() {
            return sold.unitPrice().times(quantity).minus(discount);
        }

        Line less(Money off) {
            return new Line(sold, quantity, availability, limits, discount.plus(off));
        }
    }

    /** The same purchase with coupons that were reckoned for it. */
    public Quote with(List<Taken> taken) {
        var less = new ArrayList<>(lines);
        for (var coupon : taken) {
            for (var i = 0; i < less.size(); i++) {
                less.set(i, less.get(i).less(coupon.offLines().get(i)));
            }
        }
        var offFreight = Money.sum(taken.stream().map(Taken::offFreight).toList());
        return new Quote(
                member, List.copyOf(less), address, freight.map(fee -> fee.minus(offFreight)), taken, expiresAt);
    }

    public Money discount() {
        return Money.sum(lines.stream().map(Line::discount).toList());
    }

    public Money freightDiscount() {
        return Money.sum(coupons.stream().map(Taken::offFreight).toList());
    }

    public Money goods() {
        return Money.sum(lines.stream().map(Line::amount).toList());
    }

    public Money total() {
        return goods().plus(freight.orElse(Money.ZERO));
    }

    /** Begins with the instant of its expiry, so that the order knows for how long its price was promised. */
    public String hash() {
        var text = new StringBuilder()
                .append(member.value())
                .append('|')
                .append(address.map(UUID::toString).orElse("-"))
                .append('|')
                .append(freight.map(Money::fen).orElse(-1L))
                .append('|')
                .append(expiresAt.getEpochSecond());
        lines.forEach(line -> text.append('|')
                .append(line.sold().sku().value())
                .append(':')
                .append(line.quantity())
                .append(':')
                .append(line.sold().unitPrice().fen())
                .append(':')
                .append(line.sold().priceList())
                .append(':')
                .append(line.sold().shownText())
                .append(contents(line.sold()))
                .append(':')
                .append(line.discount().fen()));
        coupons.forEach(taken -> text.append('|')
                .append(taken.coupon().value())
                .append(':')
                .append(taken.off().fen()));
        return Long.toString(expiresAt.getEpochSecond(), RADIX) + "-" + digest(text.toString());
    }

    /** What a bundle consists of is agreed to as well. */
    private static String contents(SoldLine sold) {
        return sold.components().stream()
                .map(part -> "+" + part.units() + "x" + part.sku().value())
                .collect(Collectors.joining());
    }

    /** The same purchase as if it had been quoted under {@code hash}. */
    public Quote asOf(Instant expiry) {
        return new Quote(member, lines, address, freight, coupons, expiry);
    }

    /** When the quote of that hash ends; empty when it is not a hash of ours or not one that is still good. */
    public static Optional<Instant> expiryOf(String hash, Instant now, Duration life) {
        var dash = hash.indexOf('-');
        if (dash < 1) {
            return Optional.empty();
        }
        try {
            var expiry = Instant.ofEpochSecond(Long.parseLong(hash.substring(0, dash), RADIX));
            return Optional.of(expiry).filter(at -> now.isBefore(at) && !at.isAfter(now.plus(life)));
        } catch (NumberFormatException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package cn.siyu.trade.app;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.kernel.money.Money;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.Orders.Draft;
import cn.siyu.trade.Origin;
import cn.siyu.trade.domain.FreightTemplate;
import cn.siyu.trade.domain.Quote;
import cn.siyu.trade.domain.SealedAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** An order of an activity without its price and terms. */
record ActivityDraft(
        OrderId id,
        Quote.Line line,
        SealedAddress address,
        FreightTemplate template,
        Person buyer,
        Origin origin,
        List<Taken> coupons,
        Optional<String> trace)
        implements Draft {

    @Override
    public UUID order() {
        return id.value();
    }

    @Override
    public MemberId member() {
        return new MemberId(buyer.member());
    }

    @Override
    public RegulatoryClass regulation() {
        return line.sold().regulatoryClass();
    }

    @Override
    public Money listPrice() {
        return line.sold().listPrice();
    }

    @Override
    public Money discount() {
        return Money.sum(coupons.stream().map(Taken::offGoods).toList());
    }

    @Override
    public Money freightDiscount() {
        return Money.sum(coupons.stream().map(Taken::offFreight).toList());
    }

    @Override
    public Money freight(Money unitPrice) {
        var load = new FreightTemplate.Load(
                unitPrice.times(line.quantity()), line.sold().weightGrams() * line.quantity(), line.quantity());
        return PriceBasket.fee(template, address.regionCode(), load);
    }

    ActivityDraft with(List<Taken> taken) {
        return new ActivityDraft(id, line, address, template, buyer, origin, taken, trace);
    }

    /** What it takes out of the activity's allotment. */
    Stream<Demand> demands(UUID activity) {
        return line.sold().stock(line.quantity()).entrySet().stream()
                .map(units -> new Demand(id.value(), units.getKey(), units.getValue(), Optional.of(activity)));
    }
}

package cn.siyu.trade.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.AfterSale.State;
import cn.siyu.trade.domain.AfterSale.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The whole table of what may happen to a claim, as the page about trade shows it (E10). */
class AfterSaleStateTest {

    private static final Map<String, UnaryOperator<AfterSale>> COMMANDS = commands();

    private static final String RETURNS = """
            APPLIED: approve SELLER_AGREED, reject SELLER_REJECTED, cancel BUYER_CANCELLED, lapse SELLER_AGREED
            SELLER_AGREED: cancel BUYER_CANCELLED, send BUYER_SENT, receive REFUNDING, lapse BUYER_CANCELLED
            BUYER_SENT: reject RECEIPT_REFUSED, receive REFUNDING, lapse REFUNDING
            REFUNDING: done DONE
            DONE:
            BUYER_CANCELLED:
            SELLER_REJECTED:
            RECEIPT_REFUSED:""";

    /** Where the type is not named it is an exchange still. */
    private static final String EXCHANGES = """
            APPLIED: approve SELLER_AGREED, reject SELLER_REJECTED, cancel BUYER_CANCELLED, lapse SELLER_AGREED, turn SELLER_AGREED return
            SELLER_AGREED: cancel BUYER_CANCELLED, send BUYER_SENT, receive SELLER_RECEIVED, lapse BUYER_CANCELLED, turn SELLER_AGREED return
            BUYER_SENT: reject RECEIPT_REFUSED, receive SELLER_RECEIVED, lapse REFUNDING return, turn BUYER_SENT return
            SELLER_RECEIVED: replace DONE, lapse REFUNDING return, turn REFUNDING return
            DONE:
            BUYER_CANCELLED:
            SELLER_REJECTED:
            RECEIPT_REFUSED:""";

    private static Map<String, UnaryOperator<AfterSale>> commands() {
        var commands = new LinkedHashMap<String, UnaryOperator<AfterSale>>();
        commands.put("approve", AfterSale::approved);
        commands.put("reject", AfterSale::rejected);
        commands.put("cancel", AfterSale::cancelled);
        commands.put("send", AfterSale::sent);
        commands.put("receive", AfterSale::received);
        commands.put("done", AfterSale::done);
        commands.put("replace", AfterSale::replaced);
        commands.put("lapse", AfterSale::lapsed);
        commands.put("turn", AfterSale::turned);
        return commands;
    }

    @Test
    void a_return_goes_through_these_states_and_no_others() {
        assertThat(table(Type.RETURN_REFUND, State.SELLER_RECEIVED)).isEqualTo(RETURNS);
    }

    @Test
    void an_exchange_goes_through_these_and_can_become_a_return_until_its_replacement_has_left() {
        assertThat(table(Type.EXCHANGE, State.REFUNDING)).isEqualTo(EXCHANGES);
    }

    @Test
    void an_exchange_without_goods_to_give_is_agreed_to_as_a_return_and_only_then() {
        var agreed = in(State.APPLIED, Type.EXCHANGE).approvedAsReturn();

        assertThat(agreed.state()).isEqualTo(State.SELLER_AGREED);
        assertThat(agreed.type()).isEqualTo(Type.RETURN_REFUND);
        assertThatThrownBy(() -> in(State.SELLER_AGREED, Type.EXCHANGE).approvedAsReturn())
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> in(State.APPLIED, Type.REFUND_ONLY).approvedAsReturn())
                .isInstanceOf(Refused.class);
    }

    /** All states that a claim of this type can be in. */
    private static String table(Type type, State never) {
        return Arrays.stream(State.values())
                .filter(state -> state != never)
                .map(state -> row(in(state, type)))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void money_without_a_return_goes_back_when_it_is_approved_or_nobody_answers() {
        var applied = in(State.APPLIED, Type.REFUND_ONLY);

        assertThat(applied.approved().state()).isEqualTo(State.REFUNDING);
        assertThat(applied.lapsed().state()).isEqualTo(State.REFUNDING);
    }

    private static String row(AfterSale claim) {
        return (claim.state() + ": "
                        + COMMANDS.entrySet().stream()
                                .map(command -> cell(command.getKey(), command.getValue(), claim))
                                .filter(cell -> !cell.isEmpty())
                                .collect(Collectors.joining(", ")))
                .stripTrailing();
    }

    private static String cell(String name, UnaryOperator<AfterSale> command, AfterSale claim) {
        try {
            var next = command.apply(claim);
            return name + " " + next.state() + (next.type() == claim.type() ? "" : " return");
        } catch (Refused _) {
            return "";
        }
    }

    private static AfterSale in(State state, Type type) {
        return new AfterSale(
                AfterSaleId.next(),
                OrderId.next(),
                MemberId.next(),
                0,
                type,
                state,
                "不合适",
                "R1",
                new Money(100),
                Money.ZERO,
                false,
                false,
                Optional.empty(),
                List.of());
    }
}

package cn.siyu.trade.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.domain.OrderState.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderStateTest {

    private static final Path PAGE = Path.of("src/docs/design/trade.md");

    private static final List<OrderState> STATES = List.of(
            new OrderState.PendingPayment(Orders.NOON),
            new OrderState.Grouping(),
            new OrderState.ToShip(),
            new OrderState.PartlyShipped(),
            new OrderState.Shipped(Orders.NOON),
            new OrderState.Received(Orders.NOON),
            new OrderState.Completed(Orders.NOON),
            new OrderState.Cancelled(CancelledBy.MEMBER),
            new OrderState.Cancelled(CancelledBy.EXPIRED),
            new OrderState.Closed());

    private static final Map<String, UnaryOperator<OrderState>> COMMANDS = commands();

    private static Map<String, UnaryOperator<OrderState>> commands() {
        var commands = new LinkedHashMap<String, UnaryOperator<OrderState>>();
        commands.put("pay", state -> state.pay(Orders.NOON));
        commands.put("hold", state -> state.hold(Orders.NOON));
        commands.put("release", state -> state.release(Orders.NOON));
        commands.put("cancel", state -> state.cancel(CancelledBy.MEMBER, Orders.NOON));
        commands.put("revive", state -> state.revive(Orders.NOON));
        commands.put("ship part", state -> state.ship(false, Orders.NOON));
        commands.put("ship rest", state -> state.ship(true, Orders.NOON));
        commands.put("withdraw", state -> state.withdraw(Orders.NOON));
        commands.put("receive", state -> state.receive(Orders.NOON));
        commands.put("complete", state -> state.complete(Orders.NOON));
        commands.put("close", state -> state.close(Orders.NOON));
        return commands;
    }

    @Test
    void the_design_page_shows_the_transitions_that_the_types_allow() throws IOException {
        var page = Files.readString(PAGE);

        assertThat(page).contains(table());
    }

    @Test
    void a_forbidden_command_tells_the_current_state() {
        var shipped = new OrderState.Shipped(Orders.NOON);

        assertThatThrownBy(() -> shipped.cancel(CancelledBy.MEMBER, Orders.NOON))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.problem()).isEqualTo(CommonProblem.STATE_CHANGED);
                    assertThat(refused.facts()).containsEntry("state", "SHIPPED");
                });
    }

    @Test
    void every_kind_of_state_is_in_the_table() {
        assertThat(STATES.stream().map(OrderState::kind)).contains(Kind.values());
    }

    @Test
    void time_moves_on_what_waits_for_money_receipt_or_completion() {
        var waits = new Waits(Duration.ofDays(10), Duration.ofDays(7));

        assertThat(new OrderState.PendingPayment(Orders.NOON).due(waits)).contains(Orders.NOON);
        assertThat(new OrderState.Shipped(Orders.NOON).due(waits)).contains(Orders.NOON.plus(Duration.ofDays(10)));
        assertThat(new OrderState.Received(Orders.NOON).due(waits)).contains(Orders.NOON.plus(Duration.ofDays(7)));
        assertThat(new OrderState.ToShip().due(waits)).isEmpty();
    }

    private static String table() {
        var head = "| state | " + String.join(" | ", COMMANDS.keySet()) + " |\n|" + "---|".repeat(COMMANDS.size() + 1);
        return STATES.stream()
                .map(state -> "| " + name(state) + " | "
                        + COMMANDS.values().stream()
                                .map(command -> after(state, command))
                                .collect(Collectors.joining(" | "))
                        + " |")
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static String after(OrderState state, UnaryOperator<OrderState> command) {
        try {
            return command.apply(state).kind().name();
        } catch (Refused _) {
            return "-";
        }
    }

    private static String name(OrderState state) {
        return state instanceof OrderState.Cancelled(var by)
                ? "CANCELLED by " + by
                : state.kind().name();
    }
}

package cn.siyu.commission.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.commission.domain.WithdrawalState.Kind;
import cn.siyu.commission.domain.WithdrawalState.Outcome;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WithdrawalStateTest {

    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    private static final Instant NEXT_NOON = NOON.plus(Duration.ofDays(1));
    private static final Money LIMIT = new Money(200_000);
    private static final UUID LI = new UUID(0, 1);
    private static final UUID WANG = new UUID(0, 2);

    private static final Map<String, WithdrawalState> STATES = states();
    private static final Map<String, UnaryOperator<WithdrawalState>> COMMANDS = commands();

    private static Map<String, WithdrawalState> states() {
        var states = new LinkedHashMap<String, WithdrawalState>();
        states.put("REQUESTED", new WithdrawalState.Requested());
        states.put("REVIEWING", new WithdrawalState.Reviewing(Optional.empty()));
        states.put("REVIEWING, one of two", new WithdrawalState.Reviewing(Optional.of(LI)));
        states.put("APPROVED", new WithdrawalState.Approved());
        states.put("TRANSFERRING", new WithdrawalState.Transferring(false));
        states.put("WAIT_CONFIRM", new WithdrawalState.WaitConfirm(NOON, false));
        states.put("SUCCEEDED", new WithdrawalState.Succeeded());
        states.put("FAILED", new WithdrawalState.Failed(Optional.empty()));
        states.put("EXPIRED", new WithdrawalState.Expired());
        states.put("CANCELLED", new WithdrawalState.Cancelled());
        states.put("REJECTED", new WithdrawalState.Rejected(Optional.of("?")));
        return states;
    }

    private static Map<String, UnaryOperator<WithdrawalState>> commands() {
        var commands = new LinkedHashMap<String, UnaryOperator<WithdrawalState>>();
        commands.put("submit small", state -> state.submit(LIMIT, LIMIT));
        commands.put("submit large", state -> state.submit(LIMIT.plus(new Money(1)), LIMIT));
        commands.put("approve", state -> state.approve(WANG));
        commands.put("reject", state -> state.reject("?"));
        commands.put("send", WithdrawalState::send);
        commands.put("cancel", WithdrawalState::cancel);
        commands.put("await user", state -> state.awaitUser(NOON));
        commands.put("end SUCCESS", state -> state.end(Outcome.SUCCESS, Optional.empty(), NOON));
        commands.put("end FAIL", state -> state.end(Outcome.FAIL, Optional.empty(), NOON));
        commands.put("end FAIL, late", state -> state.end(Outcome.FAIL, Optional.empty(), NEXT_NOON));
        commands.put("end CANCELLED", state -> state.end(Outcome.CANCELLED, Optional.empty(), NOON));
        return commands;
    }

    @Test
    void the_design_page_shows_the_transitions_that_the_types_allow() throws IOException {
        var page = Files.readString(Path.of("src/docs/design/commission.md"));

        assertThat(page).contains(table());
    }

    @Test
    void every_kind_of_state_is_in_the_table() {
        assertThat(STATES.values().stream().map(WithdrawalState::kind)).contains(Kind.values());
    }

    @Test
    void the_second_pair_of_eyes_is_another() {
        var once = new WithdrawalState.Reviewing(Optional.of(LI));

        assertThatThrownBy(() -> once.approve(LI))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(CommissionProblem.FOUR_EYES));
    }

    @Test
    void what_was_asked_back_is_cancelled_however_late() {
        var asked = new WithdrawalState.WaitConfirm(NOON, true);

        assertThat(asked.end(Outcome.CANCELLED, Optional.empty(), NEXT_NOON).kind())
                .isEqualTo(Kind.CANCELLED);
    }

    @Test
    void the_number_at_wechat_follows_from_the_id() {
        var withdrawal = new Withdrawal(
                UUID.fromString("01936f00-0000-7000-8000-000000000121"),
                new Payee(LI, Payee.Kind.KOC),
                WANG,
                LIMIT,
                new WithdrawalState.Requested(),
                NOON,
                Optional.empty(),
                0);

        assertThat(withdrawal.billNo()).isEqualTo("01936f00000070008000000000000121");
    }

    @Test
    void a_commission_stands_where_its_order_and_its_refunds_put_it() {
        var some = new Money(1);
        var noon = Optional.of(NOON);

        assertThat(List.of(
                        CommissionState.of(Optional.empty(), Optional.empty(), some),
                        CommissionState.of(noon, Optional.empty(), some),
                        CommissionState.of(noon, noon, some),
                        CommissionState.of(Optional.empty(), Optional.empty(), Money.ZERO),
                        CommissionState.of(noon, Optional.empty(), Money.ZERO),
                        CommissionState.of(noon, noon, Money.ZERO)))
                .containsExactly(
                        CommissionState.PENDING,
                        CommissionState.FROZEN,
                        CommissionState.AVAILABLE,
                        CommissionState.VOID,
                        CommissionState.VOID,
                        CommissionState.REVERSED);
    }

    private static String table() {
        var head = "| state | " + String.join(" | ", COMMANDS.keySet()) + " |\n|" + "---|".repeat(COMMANDS.size() + 1);
        return STATES.entrySet().stream()
                .map(state -> "| " + state.getKey() + " | "
                        + COMMANDS.values().stream()
                                .map(command -> after(state.getValue(), command))
                                .collect(Collectors.joining(" | "))
                        + " |")
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static String after(WithdrawalState state, UnaryOperator<WithdrawalState> command) {
        try {
            var next = command.apply(state);
            return next.equals(state) ? "=" : next.kind().name();
        } catch (Refused _) {
            return "-";
        }
    }
}

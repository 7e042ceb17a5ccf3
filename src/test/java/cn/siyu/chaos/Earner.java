package cn.siyu.chaos;

import cn.siyu.testing.RemotePartners;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A distributor: he brings customers by his link and takes out what he has earned. */
final class Earner extends Person {

    /** Of a hundred: more nobody earns, whatever staff promise (P7). */
    private static final int MOST = 30;

    /** The least that may be taken out. */
    static final long LEAST_FEN = 100;

    private static final Set<String> NOT_SENT = Set.of("REQUESTED", "APPROVED", "SENDING");
    private static final int LOOKS = 48;
    private static final long LOOK_MILLIS = 25;

    private final String link;
    private final List<Withdrawal> told = new ArrayList<>();
    private final List<Person> customers = new ArrayList<>();

    /** What he was told of one withdrawal. */
    private static final class Withdrawal {
        final UUID id;
        final long fen;
        boolean confirmed;
        boolean over;

        Withdrawal(UUID id, long fen) {
            this.id = id;
            this.fen = fen;
        }

        String billNo() {
            return id.toString().replace("-", "");
        }
    }

    Earner(World world, String name) {
        super(world, name);
        var partners = new RemotePartners(world.shops.getFirst());
        // After leaps of the clock a token may be too old.
        world.signStaffOut("ops");
        partners.admit(buyer(), world.staff("ops"));
        this.link = partners.link(buyer());
    }

    private static JsonNode expect(Answer answer, int status) {
        return answer.expect(status).json();
    }

    /** Under which staff know him. */
    UUID distributor() {
        return RemoteShop.uuid(
                expect(asBuyer((shop, who) -> shop.api().get(who.token(), "/api/mp/v1/me/distributor")), 200), "id");
    }

    /** Staff, or a colleague who hands over to him, may give him further customers. */
    void mayHave(List<Person> further) {
        customers.addAll(further);
    }

    /** Somebody opens his link. */
    void brings(Person customer) {
        new RemotePartners(world.shops.getFirst()).open(customer.buyer(), link);
        customers.add(customer);
    }

    /** Asks for what he has, or does something about what he has asked for. */
    String step(RandomGenerator dice) {
        var open = told.stream().filter(each -> !each.over).findFirst();
        if (open.isEmpty()) {
            var available = account().path("availableFen").asLong();
            return available < LEAST_FEN
                    ? "has too little"
                    : withdraw(dice.nextBoolean() ? available : dice.nextLong(LEAST_FEN, available + 1));
        }
        var luck = dice.nextInt(100);
        if (luck < 70) {
            return confirm(open.get(), luck < 55 ? "SUCCESS" : "FAIL");
        }
        return luck < 85 ? cancel(open.get()) : "waits";
    }

    /** Waits until WeChat has asked him whether he wants what he has asked for: a sweep sends it. */
    void awaitAsked() throws InterruptedException {
        var open = told.stream().filter(each -> !each.over).findFirst();
        if (open.isEmpty()) {
            return;
        }
        for (var look = 0;
                look < LOOKS && NOT_SENT.contains(see(open.get()).path("state").asText());
                look++) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    JsonNode account() {
        return expect(asBuyer((shop, who) -> shop.api().get(who.token(), "/api/partner/v1/accounts")), 200)
                .path("items")
                .path(0);
    }

    String withdraw(long fen) {
        var key = key("withdrawal");
        var answer = asBuyer((shop, who) ->
                shop.api().post(who.token(), key, "/api/partner/v1/withdrawals", Map.of("amountFen", fen)));
        if (answer.ok()) {
            told.add(new Withdrawal(RemoteShop.uuid(answer.json(), "id"), fen));
        }
        return "withdraws %d: %d".formatted(fen, answer.status());
    }

    /** The one that he asked for last, when WeChat asks him whether he wants it. */
    boolean confirmLast() {
        return see(told.getLast()).path("state").asText().equals("WAIT_CONFIRM")
                && confirm(told.getLast(), "SUCCESS").endsWith("200");
    }

    private String confirm(Withdrawal withdrawal, String end) {
        if (!see(withdrawal).path("state").asText().equals("WAIT_CONFIRM")) {
            withdrawal.over = see(withdrawal).hasNonNull("endedAt");
            return "cannot confirm yet";
        }
        var path = "/_control/transfers/" + withdrawal.billNo() + "/confirm";
        var body = new HashMap<String, Object>(Map.of("end", end));
        if (end.equals("FAIL")) {
            body.put("failReason", "PAYEE_ACCOUNT_ABNORMAL");
        }
        var answer = world.shops.getFirst().weChat().post("", path, body);
        withdrawal.confirmed |= answer.ok() && end.equals("SUCCESS");
        withdrawal.over |= answer.ok();
        return "confirms for %s: %d".formatted(end, answer.status());
    }

    private String cancel(Withdrawal withdrawal) {
        var path = "/api/partner/v1/withdrawals/" + withdrawal.id + "/cancel";
        var answer = asBuyer((shop, who) -> shop.api().post(who.token(), path, Map.of()));
        withdrawal.over |= answer.ok();
        return "calls a withdrawal off: " + answer.status();
    }

    private JsonNode see(Withdrawal withdrawal) {
        return expect(
                asBuyer((shop, who) -> shop.api().get(who.token(), "/api/partner/v1/withdrawals/" + withdrawal.id)),
                200);
    }

    /** What is not as WeChat's books say, or as he was told. */
    List<String> violations(JsonNode books, Map<String, Integer> ends) {
        var violations = new ArrayList<String>();
        var paidFen = 0L;
        for (var withdrawal : told) {
            var state = see(withdrawal).path("state").asText();
            var _ = ends.merge("withdrawal " + state, 1, Integer::sum);
            var transfer = transfer(books, withdrawal);
            var left = transfer.filter(each -> each.path("state").asText().equals("SUCCESS"));
            paidFen += left.map(each -> each.path("fen").asLong()).orElse(0L);
            var fine = left.isPresent() == state.equals("SUCCEEDED")
                    && (left.isPresent() || !withdrawal.confirmed)
                    && transfer.map(each -> each.path("fen").asLong() == withdrawal.fen)
                            .orElse(true);
            if (!fine) {
                violations.add("withdrawal %s of %d is %s, WeChat says %s, %s"
                        .formatted(
                                withdrawal.id,
                                withdrawal.fen,
                                state,
                                transfer,
                                withdrawal.confirmed ? "confirmed" : "not confirmed"));
            }
        }
        return money(books, paidFen, violations);
    }

    private List<String> money(JsonNode books, long paidFen, List<String> violations) {
        var account = account();
        if (account.path("paidFen").asLong() != paidFen
                || account.path("withdrawingFen").asLong() != 0) {
            violations.add("%s was paid %d by WeChat; his account: %s".formatted(this, paidFen, account));
        }
        var numbers = customers.stream()
                .flatMap(customer -> customer.diaries.stream())
                .map(diary -> diary.number)
                .collect(Collectors.toSet());
        var taken = books.path("payments")
                .valueStream()
                .filter(payment -> payment.hasNonNull("paidAt"))
                .filter(payment -> numbers.contains(Verdict.orderOf(payment)))
                .mapToLong(payment -> payment.path("totalFen").asLong())
                .sum();
        if (paidFen * 100 > taken * MOST) {
            violations.add("%s was paid %d for sales of %d".formatted(this, paidFen, taken));
        }
        return violations;
    }

    private static Optional<JsonNode> transfer(JsonNode books, Withdrawal withdrawal) {
        return books.path("transfers")
                .valueStream()
                .filter(each -> each.path("outBillNo").asText().equals(withdrawal.billNo()))
                .findFirst();
    }
}

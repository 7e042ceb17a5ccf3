package cn.siyu.commission;

import cn.siyu.trade.domain.Attribution.Conflict;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One of the written cases of {@code commission/cases.json}: what is sold by which rules, what happens, and what comes out. */
record GoldenCase(JsonNode given) {

    /** What the shop allows all payees of a line together unless it is configured otherwise (P7). */
    private static final int USUAL_CAP = 3_000;

    private static final int WHOLE = 10_000;

    /** What somebody has; {@code available} is below zero where he owes something. */
    record Account(long pending, long frozen, long available, long paidOut) {
        static final Account NOTHING = new Account(0, 0, 0, 0);
    }

    /** What one line earns. */
    record Line(long net, @Nullable String rule, Map<String, Long> amounts) {}

    static List<GoldenCase> all() {
        return each(read("/commission/cases.json").path("cases"))
                .map(GoldenCase::new)
                .toList();
    }

    /** One of our own: the written ones do not share. */
    static GoldenCase shared() {
        return new GoldenCase(read("/commission/shared.json"));
    }

    private static JsonNode read(String name) {
        try (var file = GoldenCase.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the shop as it is by default reckons so: own orders earn nothing, the distributor comes first, and the cap cuts nothing. */
    boolean isOfTheUsualShop() {
        return !given.has("capBp")
                && given.path("selfPolicy").asText("NONE").equals("NONE")
                && given.path("conflict").asText("DISTRIBUTOR_FIRST").equals("DISTRIBUTOR_FIRST")
                && expectedLines().stream().allMatch(line -> sum(line) * WHOLE <= line.net() * USUAL_CAP);
    }

    private static long sum(Line line) {
        return line.amounts().values().stream().mapToLong(Long::longValue).sum();
    }

    int cap() {
        return given.path("capBp").asInt(WHOLE);
    }

    /** Who comes first under the policies that are not the usual ones. */
    Conflict conflict() {
        return Conflict.valueOf(given.path("conflict").asText("KOC_FIRST"));
    }

    boolean has(String party) {
        return given.path("parties").has(party);
    }

    Set<String> parties() {
        return Stream.of("distributor", "inviter", "seller", "koc")
                .filter(this::has)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isOwnPurchase() {
        return given.path("parties").path("selfPurchase").asBoolean();
    }

    List<JsonNode> lines() {
        return each(given.path("lines")).toList();
    }

    List<JsonNode> discounts() {
        return each(given.path("discounts")).toList();
    }

    List<JsonNode> events() {
        return each(given.path("events")).toList();
    }

    /** Which of the events is the end of the freeze; the one after the last if none is. */
    int thaw() {
        var events = events();
        return IntStream.range(0, events.size())
                .filter(i -> events.get(i).path("type").asText().equals("THAWED"))
                .findFirst()
                .orElse(events.size());
    }

    /** All rules of a kind, of whichever line. */
    Stream<JsonNode> rules(String kind) {
        return lines().stream()
                .flatMap(line -> each(line.path("rules")))
                .filter(rule -> rule.path("kind").asText().equals(kind));
    }

    /** What is given back first, if anything is. */
    Optional<Long> refund() {
        return events().stream()
                .filter(event -> event.path("type").asText().equals("REFUNDED"))
                .map(event -> event.path("amountFen").asLong())
                .findFirst();
    }

    List<Line> expectedLines() {
        return each(given.path("expect").path("lines"))
                .map(line -> new Line(
                        line.path("netFen").asLong(), line.path("rule").textValue(), amounts(line.path("amounts"))))
                .toList();
    }

    private static Map<String, Long> amounts(JsonNode node) {
        var amounts = new TreeMap<String, Long>();
        node.properties()
                .forEach(each -> amounts.put(each.getKey(), each.getValue().asLong()));
        return amounts;
    }

    /** What everybody has after the event of this number; whom the case does not name has nothing. */
    Map<String, Account> accountsAfter(int event) {
        var step = given.path("expect").path("steps").path(event);
        if (!step.path("after").asText().equals(events().get(event).path("type").asText())) {
            throw new IllegalStateException("step " + event + " is not of its event: " + this);
        }
        return parties().stream()
                .collect(Collectors.toMap(
                        party -> party,
                        party -> account(step.path("accounts").path(party)),
                        (a, _) -> a,
                        TreeMap::new));
    }

    private static Account account(JsonNode node) {
        return new Account(
                node.path("pending").asLong(),
                node.path("frozen").asLong(),
                node.path("available").asLong(),
                node.path("paidOut").asLong());
    }

    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return given.path("name").asText();
    }
}

package cn.siyu.chaos;

import cn.siyu.chaos.Colleagues.Seller;
import cn.siyu.chaos.Ownership.Claim;
import cn.siyu.testing.SandboxWeCom;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Compares what handovers have left with what the story knows of itself: every order is whose customer its buyer was when it was
 * placed, and so is what is paid for it (REL-12, C13, D10); everybody is one's customer at a time (C12); and what WeCom has not taken
 * has a reason (D9).
 */
final class Succession {

    /** An order is written a moment after it was asked whose it is. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private static final String ORDERS = """
            select o.id, g.placed_at, g.distributor_id, g.seller_id, g.koc_id,
                   array(select distinct s.role || ' ' || s.payee_id
                           from commission_share s
                          where s.order_id = o.id and s.role in ('DISTRIBUTOR', 'SELLER', 'KOC')) as paid
              from trade_order o
              join trade_order_origin g on g.order_id = o.id
             where o.id = any(?)""";

    private static final String BOUND = """
            select member_id, distributor
              from distribution_customer_binding
             where member_id = any(?) and bound_from <= ? and (bound_to is null or bound_to > ?)""";

    /** Whoever is served by none, or by two: rows of the story's own customers, of its community and of the KOC there. */
    private static final String HANDS = """
            select 'customer ' || external_userid as what, array_agg(seller_id::text) as sellers
              from koc_customer where external_userid like ? and valid_to is null group by external_userid
            union all
            select 'community', array_agg(o.seller_id::text)
              from koc_community_owner o join koc_community c on c.id = o.community_id
             where c.chat_id = ? and o.valid_to is null
            union all
            select 'koc', array_agg(b.seller_id::text)
              from koc_binding b join koc_community c on c.id = b.community_id
             where c.chat_id = ? and b.state = 'ACTIVE'""";

    private static final String ITEMS = """
            select kind, ref, state, code, retry_at is not null as again from handover_item where handover_id = ?""";

    private final World world;
    private final Connection connection;
    private final Ownership ownership;
    private final List<Seller> sellers;
    private final Set<String> excused = new HashSet<>();
    private final Person koc;

    Succession(World world, Connection connection, Ownership ownership, List<Seller> sellers, Person koc) {
        this.world = world;
        this.connection = connection;
        this.ownership = ownership;
        this.sellers = List.copyOf(sellers);
        this.koc = koc;
    }

    /** To whom an order is due, as the rows name them. */
    private record Due(Optional<UUID> distributor, Optional<UUID> seller, Set<String> payees) {}

    /** Orders that are not due to whom they were written, or that pay another. */
    List<String> orders(List<Person> people, Map<String, Integer> ends) throws SQLException {
        var violations = new ArrayList<String>();
        var kocId = kocId();
        for (var person : people) {
            var ids = person.diaries.stream().map(diary -> diary.order).toArray(UUID[]::new);
            try (var statement = connection.prepareStatement(ORDERS)) {
                statement.setArray(1, connection.createArrayOf("uuid", ids));
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        var placed = rows.getObject("placed_at", OffsetDateTime.class)
                                .toInstant();
                        var written = new Due(
                                Optional.ofNullable(rows.getObject("distributor_id", UUID.class)),
                                Optional.ofNullable(rows.getObject("seller_id", UUID.class)),
                                new TreeSet<>(
                                        List.of((String[]) rows.getArray("paid").getArray())));
                        var due = due(ownership.claim(person, placed), kocId);
                        if (!fits(written, due)
                                && !fits(written, due(ownership.claim(person, placed.minus(MOMENT)), kocId))) {
                            violations.add("order %s of %s at %s is %s, it should be %s"
                                    .formatted(rows.getString("id"), person, placed, written, due));
                        }
                        count(written, person, placed, ends);
                    }
                }
            }
        }
        return violations;
    }

    private void count(Due written, Person person, Instant placed, Map<String, Integer> ends) {
        var inherited = ownership.inherited(person, placed);
        if (inherited && written.distributor().isPresent()) {
            var _ = ends.merge("order of a customer handed over", 1, Integer::sum);
        } else if (inherited && written.seller().isPresent()) {
            var _ = ends.merge("order in a community handed over", 1, Integer::sum);
        }
    }

    private Due due(Claim claim, UUID kocId) {
        var distributor = claim.distributor().map(earner -> of(earner).distributor());
        var seller = claim.seller().map(this::of);
        return new Due(
                distributor,
                seller.map(Seller::id),
                distributor
                        .map(id -> Set.of("DISTRIBUTOR " + id))
                        .or(() -> seller.map(each -> Set.of("SELLER " + each.distributor(), "KOC " + kocId)))
                        .orElse(Set.of()));
    }

    private Seller of(Earner earner) {
        return sellers.stream()
                .filter(seller -> seller.earner().equals(earner))
                .findFirst()
                .orElseThrow();
    }

    private static boolean fits(Due written, Due due) {
        return written.distributor().equals(due.distributor())
                && written.seller().equals(due.seller())
                && due.payees().containsAll(written.payees());
    }

    /** Under which the KOC is paid. */
    UUID kocId() throws SQLException {
        try (var statement = connection.prepareStatement("select id from koc_koc where member_id = ?")) {
            statement.setObject(1, koc.member());
            try (var row = statement.executeQuery()) {
                var _ = row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    /** Whoever is in nobody's hands now, or in others' than he should be. */
    List<String> hands(List<Person> people, String story) throws SQLException {
        var now = world.shops.getFirst().now();
        var violations = new ArrayList<String>();
        for (var person : people) {
            var due = ownership.holder(person, now).map(earner -> of(earner).distributor()).stream()
                    .toList();
            var is = bound(person.member(), now);
            if (!is.equals(due)) {
                violations.add("%s is the customer of %s, he should be of %s".formatted(person, is, due));
            }
        }
        var owner = of(ownership.community(now).orElseThrow()).id().toString();
        try (var statement = connection.prepareStatement(HANDS)) {
            statement.setString(1, story + "%");
            statement.setString(2, story + "chat");
            statement.setString(3, story + "chat");
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var what = rows.getString("what");
                    var has = List.of((String[]) rows.getArray("sellers").getArray());
                    if (has.size() != 1 || (!what.startsWith("customer") && !has.equals(List.of(owner)))) {
                        violations.add("%s is in the hands of %s, the community is of %s".formatted(what, has, owner));
                    } else {
                        violations.addAll(atWeCom(what, has.getFirst(), story));
                    }
                }
            }
        }
        return violations;
    }

    private List<UUID> bound(UUID member, Instant now) throws SQLException {
        var at = now.atOffset(ZoneOffset.UTC);
        try (var statement = connection.prepareStatement(BOUND)) {
            statement.setArray(1, connection.createArrayOf("uuid", new UUID[] {member}));
            statement.setObject(2, at);
            statement.setObject(3, at);
            var all = new ArrayList<UUID>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(rows.getObject("distributor", UUID.class));
                }
            }
            return all;
        }
    }

    /** WeCom has given him to the same, unless it had a reason not to. */
    private List<String> atWeCom(String what, String seller, String story) {
        var ref = what.startsWith("customer") ? what.substring("customer ".length()) : story + "chat";
        if (what.equals("koc") || excused.contains(ref)) {
            return List.of();
        }
        var there = sellers.stream()
                .filter(each -> has(each.user(), ref))
                .map(each -> each.id().toString())
                .toList();
        return there.equals(List.of(seller))
                ? List.of()
                : List.of("%s is %s's here and %s's at WeCom".formatted(ref, seller, there));
    }

    private boolean has(String user, String ref) {
        var told = new SandboxWeCom(world.shops.getFirst().weChat()).of(user);
        return told.path("contacts")
                        .valueStream()
                        .anyMatch(each -> each.asText().equals(ref))
                || told.path("chats")
                        .valueStream()
                        .anyMatch(each -> each.asText().equals(ref));
    }

    /** What of a handover is left behind without a reason. To be asked before {@link #hands}. */
    List<String> handover(JsonNode view, Map<String, Integer> ends) throws SQLException {
        var handover = view.path("handover");
        var id = UUID.fromString(handover.path("id").asText());
        var state = handover.path("state").asText();
        var _ = ends.merge("handover " + state, 1, Integer::sum);
        var violations = new ArrayList<String>();
        if (state.equals("RUNNING") || (state.equals("WAITING") && !handover.hasNonNull("nextAt"))) {
            violations.add("a handover goes on for ever: " + view);
        }
        try (var statement = connection.prepareStatement(ITEMS)) {
            statement.setObject(1, id);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var item = rows.getString("state");
                    var code = rows.getString("code");
                    var fine = switch (item) {
                        case "DONE" -> true;
                        case "REFUSED" ->
                            rows.getBoolean("again") ? state.equals("WAITING") : code.equals("CUSTOMER_REFUSED");
                        case "GIVEN_UP" -> code != null;
                        default -> false;
                    };
                    if (!item.equals("DONE")) {
                        excused.add(rows.getString("ref"));
                    }
                    var _ = ends.merge("item %s %s".formatted(item, code == null ? "" : code), 1, Integer::sum);
                    if (!fine) {
                        violations.add("%s %s of handover %s (%s) is %s for %s"
                                .formatted(rows.getString("kind"), rows.getString("ref"), id, state, item, code));
                    }
                }
            }
        }
        return violations;
    }
}

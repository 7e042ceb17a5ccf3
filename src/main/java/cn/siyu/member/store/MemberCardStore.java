package cn.siyu.member.store;

import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Members read on the connection of whoever asks, for the contexts that work in the {@code Tx} world. */
@Singleton
class MemberCardStore implements MemberCards {

    private static final String CARDS = """
            select id, unionid, nickname, avatar_url, phone_index, created_at
              from member_member
             where id = any($1::uuid[])""";

    private static final String BY_UNIONID =
            "select id from member_member where unionid = $1 and state <> 'CLOSED' limit 1";

    private static final String BY_UNIONIDS = """
            select distinct on (unionid) unionid, id
              from member_member
             where unionid = any($1::text[]) and state <> 'CLOSED'
             order by unionid, created_at""";

    /** The oldest account of a person counts. */
    private static final String BY_PHONE = """
            select id
              from member_member
             where phone_index = $1 and state <> 'CLOSED'
             order by created_at
             limit 1""";

    private static final String AFTER =
            "select id from member_member where state = 'ACTIVE' and id > $1 order by id limit $2";

    private static final String COUNT = "select count(*) as n from member_member where state = 'ACTIVE'";

    private static final String UNIONID = "unionid";
    private static final String PHONE = "phone";
    private static final int SHOWN_CHARACTERS = 4;

    private final PiiCipher cipher;

    @Inject
    MemberCardStore(PiiCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public Uni<List<MemberCard>> of(Sql sql, Collection<MemberId> members) {
        return sql.list(CARDS, this::card, members);
    }

    @Override
    public Uni<List<MemberId>> after(Sql sql, MemberId last, int limit) {
        return sql.list(AFTER, MemberCardStore::id, last, limit);
    }

    @Override
    public Uni<Long> count(Sql sql) {
        return sql.one(COUNT, row -> row.getLong("n"));
    }

    @Override
    public Uni<Optional<MemberId>> byUnionid(Sql sql, String unionid) {
        return sql.one(BY_UNIONID, MemberCardStore::id, unionid).map(Optional::ofNullable);
    }

    @Override
    public Uni<Map<String, MemberId>> byUnionids(Sql sql, Collection<String> unionids) {
        return sql.list(BY_UNIONIDS, row -> Map.entry(row.getString(UNIONID), id(row)), unionids)
                .map(found -> found.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public Uni<Optional<MemberId>> byPhone(Sql sql, String phone) {
        return sql.one(BY_PHONE, MemberCardStore::id, cipher.index(phone, PHONE))
                .map(Optional::ofNullable);
    }

    @Override
    public String phoneKey(String phone) {
        return PHONE + ":" + cipher.index(phone, PHONE);
    }

    private MemberCard card(Row row) {
        var id = id(row);
        var phone = Optional.ofNullable(row.getString("phone_index"));
        var keys = new HashSet<String>();
        phone.ifPresent(index -> keys.add(PHONE + ":" + index));
        Optional.ofNullable(row.getString("unionid"))
                .ifPresent(unionid -> keys.add(UNIONID + ":" + cipher.index(unionid, UNIONID)));
        return new MemberCard(
                id,
                Optional.ofNullable(row.getString("nickname"))
                        .filter(name -> !name.isBlank())
                        .map(MemberCardStore::masked)
                        .orElseGet(() -> nameless(id)),
                Optional.ofNullable(row.getString("avatar_url")),
                keys,
                phone.isPresent(),
                Columns.instant(row, "created_at"));
    }

    private static MemberId id(Row row) {
        return new MemberId(row.getUUID("id"));
    }

    /** Only the first character, however many code units it has. */
    private static String masked(String name) {
        return new StringBuilder()
                .appendCodePoint(name.strip().codePointAt(0))
                .append("**")
                .toString();
    }

    private static String nameless(MemberId id) {
        var text = id.value().toString();
        return "会员" + text.substring(text.length() - SHOWN_CHARACTERS);
    }
}

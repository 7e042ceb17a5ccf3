package cn.siyu.koc.app;

import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.SeatStore;
import cn.siyu.koc.store.SeatStore.Seat;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import cn.siyu.wechat.WeCom;
import cn.siyu.wechat.WeCom.ChatMember;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who sits in a chat at WeCom is in its community (D4), matched by unionid, from when he joined the chat. Who came otherwise stays;
 * who has left, or was taken out, comes in again only by joining the chat again.
 */
@Singleton
public class SyncMembers implements JobHandler {

    public static final String KIND = "community-member-sync";

    private final CommunityStore communities;
    private final SeatStore seats;
    private final MemberCards members;
    private final WeCom weCom;
    private final Jobs jobs;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SyncMembers(
            CommunityStore communities,
            SeatStore seats,
            MemberCards members,
            WeCom weCom,
            Jobs jobs,
            Transactions transactions,
            ShopClock clock) {
        this.communities = communities;
        this.seats = seats;
        this.members = members;
        this.weCom = weCom;
        this.jobs = jobs;
        this.transactions = transactions;
        this.clock = clock;
    }

    private record Parameters(UUID community) {}

    /** How many sit there, how many of them are known, and how many could not come in for want of room. */
    public record Outcome(int seats, int known, int turnedAway) {}

    /** Answers the job that does it. */
    public Uni<UUID> submit(CommunityId community, Actor actor) {
        return transactions.in(tx -> communities
                .find(tx, community)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(Community::living)
                .chain(() -> jobs.submit(tx, KIND, actor, new Parameters(community.value()), List.of())));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var community = new CommunityId(
                UUID.fromString(run.parameters().path("community").asText()));
        return sync(community)
                .chain(outcome -> run.progress(outcome.known(), outcome.seats(), outcome.turnedAway(), Map.of()));
    }

    Uni<Outcome> sync(CommunityId id) {
        return communities
                .find(transactions.reads(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(Community::living)
                .chain(community -> weCom.chat(community.sketch().chatId()))
                .chain(chat -> transactions.in(tx -> enter(tx, id, chat.members())));
    }

    private Uni<Outcome> enter(Tx tx, CommunityId id, List<ChatMember> chat) {
        var unionids = chat.stream().flatMap(each -> each.unionid().stream()).toList();
        return communities
                .lock(tx, id)
                .map(Community::living)
                .chain(community -> members.byUnionids(tx, unionids).chain(known -> {
                    var there = seats(chat, known);
                    return enter(tx, community, there).map(away -> new Outcome(chat.size(), there.size(), away));
                }));
    }

    private static List<Seat> seats(List<ChatMember> chat, Map<String, MemberId> known) {
        return chat.stream()
                .flatMap(each -> each
                        .unionid()
                        .flatMap(unionid -> Optional.ofNullable(known.get(unionid)))
                        .map(member -> new Seat(member, each.joinedAt()))
                        .stream())
                .sorted(Comparator.comparing(Seat::since))
                .toList();
    }

    /** First those who have gone, so that there is room. */
    private Uni<Integer> enter(Tx tx, Community community, List<Seat> there) {
        Instant now = clock.instant();
        return seats.leave(tx, community.id(), there, now)
                .map(left -> community.sketch().capacity() - community.members() + left)
                .chain(room -> seats.newcomers(tx, community.id(), there)
                        .chain(newcomers -> enter(tx, community.id(), newcomers, Math.max(0, room), now)));
    }

    /** Whoever sat there first comes in first. */
    private Uni<Integer> enter(Tx tx, CommunityId community, List<Seat> newcomers, int room, Instant now) {
        var in = newcomers.stream().limit(room).toList();
        return seats.enter(tx, community, in, now).replaceWith(newcomers.size() - in.size());
    }
}

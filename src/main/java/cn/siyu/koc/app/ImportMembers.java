package cn.siyu.koc.app;

import cn.siyu.kernel.csv.CsvRow;
import cn.siyu.kernel.csv.CsvTable;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.job.RejectedRows;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.Membership;
import cn.siyu.koc.domain.Membership.Scene;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Brings the members of a chat into its community from a file, each matched by unionid or phone. They join at the time of the
 * import: a date of the file would change whose the orders before it are. Who is there already stays, so a file can be sent
 * again, whole or mended.
 */
@Singleton
public class ImportMembers implements JobHandler {

    public static final String KIND = "community-member-import";
    public static final String FILE = "members.csv";

    private static final String PHONE = "phone";
    private static final String UNIONID = "unionid";
    private static final Set<String> COLUMNS = Set.of(PHONE, UNIONID);

    private final CommunityStore communities;
    private final Memberships memberships;
    private final MemberCards members;
    private final Jobs jobs;
    private final Transactions transactions;

    @Inject
    ImportMembers(
            CommunityStore communities,
            Memberships memberships,
            MemberCards members,
            Jobs jobs,
            Transactions transactions) {
        this.communities = communities;
        this.memberships = memberships;
        this.members = members;
        this.jobs = jobs;
        this.transactions = transactions;
    }

    private record Parameters(UUID community) {}

    private record Work(JobRun run, CommunityId community, List<CsvRow> rows, RowFaults faults) {}

    /** Answers the job that does it. */
    public Uni<UUID> submit(CommunityId community, byte[] csv, Actor actor) {
        var file = new Jobs.Attachment(FILE, "text/csv", csv);
        return transactions.in(tx -> communities
                .find(tx, community)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(Community::living)
                .chain(() -> jobs.submit(tx, KIND, actor, new Parameters(community.value()), List.of(file))));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        return run.file(FILE)
                .map(content -> read(run, content))
                .chain(this::enterAll)
                .chain(work -> RejectedRows.conclude(
                        work.run(), work.faults(), work.rows().size()));
    }

    private static Work read(JobRun run, byte[] content) {
        var faults = new RowFaults();
        var community = UUID.fromString(run.parameters().path("community").asText());
        try {
            var table = CsvTable.parse(FILE, content, COLUMNS, faults);
            return new Work(run, new CommunityId(community), table.rows(), faults);
        } catch (CsvTable.Unreadable e) {
            throw new IllegalArgumentException("line " + e.line() + ": " + e.getMessage(), e);
        }
    }

    private Uni<Work> enterAll(Work work) {
        var total = work.rows().size();
        return Multi.createFrom()
                .range(0, total)
                .onItem()
                .transformToUniAndConcatenate(i -> enter(work, work.rows().get(i))
                        .chain(() ->
                                work.run().progress(i + 1L, total, work.faults().badRows(), Map.of())))
                .collect()
                .last()
                .replaceWith(work);
    }

    private Uni<Void> enter(Work work, CsvRow row) {
        return transactions
                .in(tx -> member(tx, row)
                        .map(found -> found.orElseThrow(() -> unknown(row)))
                        .chain(member -> enter(tx, work.community(), member)))
                .replaceWithVoid()
                .onFailure(Wrong.class)
                .recoverWithItem(failure -> noted(work, row, failure))
                .onFailure(Refused.class)
                .recoverWithItem(failure -> noted(work, row, new Wrong("", String.valueOf(failure.getMessage()))));
    }

    private Uni<Membership> enter(Tx tx, CommunityId community, MemberId member) {
        return communities
                .lock(tx, community)
                .map(Community::living)
                .chain(held -> memberships.enter(tx, held, member, Scene.IMPORT, Optional.empty()));
    }

    /** A unionid is one person for WeChat, a phone may have been passed on: the unionid goes first. */
    private Uni<Optional<MemberId>> member(Tx tx, CsvRow row) {
        var unionid = row.text(UNIONID);
        var phone = row.text(PHONE);
        if (unionid.isEmpty() && phone.isEmpty()) {
            return Uni.createFrom().failure(() -> new Wrong("", "a phone or a unionid is needed"));
        }
        return (unionid.isEmpty() ? Uni.createFrom().item(Optional.<MemberId>empty()) : members.byUnionid(tx, unionid))
                .chain(found -> found.isPresent() || phone.isEmpty()
                        ? Uni.createFrom().item(found)
                        : members.byPhone(tx, phone));
    }

    private static Wrong unknown(CsvRow row) {
        return new Wrong(
                row.text(UNIONID).isEmpty() ? PHONE : UNIONID, "nobody of the shop's members is known by this");
    }

    @SuppressWarnings("NullAway") // The item of a Uni of Void is null.
    private static Void noted(Work work, CsvRow row, Wrong wrong) {
        work.faults().add(row, wrong.column, wrong.column.isEmpty() ? "" : row.text(wrong.column), wrong.getMessage());
        return null;
    }

    /** What is wrong with one row. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String column;

        Wrong(String column, String reason) {
            super(reason, null, false, false);
            this.column = column;
        }
    }
}

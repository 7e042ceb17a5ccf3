package cn.siyu.groupbuy.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How group buying says no. */
public enum GroupBuyProblem implements ProblemType {
    GROUP_FULL(409, "The group is full: join another one or open your own"),
    GROUP_CLOSED(409, "The group does not take members any more"),
    GROUP_LEAVE_CLOSED(409, "The group runs out too soon for anybody to leave it"),
    GROUP_BUY_NOT_RUNNING(409, "The activity does not take orders at the moment"),
    GROUP_ALREADY_JOINED(409, "You have a place in this group already"),
    GROUP_BUY_LIMIT(409, "More units than one person may buy in this activity"),
    GROUP_BUY_OPEN_LIMIT(409, "You sit in as many open groups of this activity as one person may"),
    GROUP_BUY_OVERLAPS(409, "Another activity of this product takes place in the same time"),
    GROUP_BUY_BUDGET_SPENT(409, "The activity has given away what it may: it takes no new groups and no new members"),
    GROUP_EMPTY(409, "A group without a paid member cannot be completed"),
    GROUP_BUY_IMMUTABLE(409, "An activity that has begun can only get more units and a later end"),
    GROUP_BUY_AUDIENCE(422, "This activity is for others"),
    GROUP_BUY_NEW_MEMBERS_ONLY(422, "Only members who have never bought can join this group"),
    GROUP_BUY_QUANTITY(422, "More units than one order may hold, or a SKU that the activity does not sell"),
    GROUP_BUY_REGULATED(422, "The law restricts the promotion of this product (L6)"),
    GROUP_BUY_NO_COUPONS(422, "This group buy takes no coupons"),
    GROUP_BUY_REFUSED(422, "The activity cannot be as it is written");

    private final int status;
    private final String title;

    GroupBuyProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }
}

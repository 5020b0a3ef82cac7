package io.godwit.recovery;

import io.godwit.unit.IllegalQuantity;

/// How many migrations may be in flight at once.
///
/// The defaults of host and link are vSphere's (6.7, *Limits on Simultaneous Migrations*): 8 on a host, be it source or
/// target, which is also its limit for a network of 10 Gbit/s; 4 on a network of 1 Gbit/s, taken for what lies between
/// two sites. That a drain takes 2 at a time is our own: its guests wait half as long as they would for all of the
/// link.
///
/// @param host in and out together
/// @param link between two sites, both ways together; within a site the hosts' limits are enough
/// @param drain of these, that empty one host
public record MoveLimits(int host, int link, int drain) {

    private static final int MOST = 1000;

    private static final MoveLimits DEFAULT = new MoveLimits(8, 4, 2);

    /// @throws IllegalQuantity if one is no such number, with a sentence for people
    public MoveLimits {
        check("host", host);
        check("link", link);
        check("drain", drain);
    }

    public static MoveLimits byDefault() {
        return DEFAULT;
    }

    private static void check(String name, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalQuantity("the limit of migrations per " + name + " is " + limit + ": write 1 to " + MOST);
        }
    }
}

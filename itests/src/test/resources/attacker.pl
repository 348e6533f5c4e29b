# A local user who exchanges names while root works on them. Perl, since a shell is too slow and Java cannot exchange two names in one step;
# every Debian has it (perl-base). It works relative to the directory it was started in, says "ready", counts until it is sent a SIGTERM or its
# time is over, and says then how often it was successful.
use strict;
use warnings;

use constant { HERE => -100, EXCHANGE => 2 };    # AT_FDCWD, RENAME_EXCHANGE

my ($seconds, $renameat2, $mode, @rest) = @ARGV;
my ($count, $over) = (0, 0);
$SIG{TERM} = sub { $over = 1 };
$SIG{ALRM} = sub { die "nobody ended the attacker\n" };
alarm $seconds;
$| = 1;
opendir(my $start, '.') or die "start: $!";
umask 0;
print "ready\n";
$mode eq 'flip' ? flip(@rest) : trap(@rest);
print "$count\n";

sub exchange {
    my ($one, $other) = @_;
    return syscall($renameat2, HERE, $one, HERE, $other, EXCHANGE) == 0;
}

sub pause {
    my ($most_micros) = @_;
    select(undef, undef, undef, rand($most_micros) / 1e6) if $most_micros > 0;
}

# Exchanges two names all the time in the first directory that is there: pairs of a pattern of names here and a path below such a name.
# After some times it looks again, since a better one may have appeared, and the one it is in may be on its way out. A first name that begins
# with ^ is a pattern, too.
sub flip {
    my ($most_micros, $one, $other, @places) = @_;
    while (!$over) {
        chdir $start or die "start: $!";
        if (!enter(@places)) {
            pause(200);
            next;
        }
        my $name = $one =~ /^\^/ ? find($one) : $one;
        for (1 .. ($most_micros > 0 ? 1 : 256)) {
            last if $over || !defined $name || !exchange($name, $other);
            $count++;
        }
        pause($most_micros);
    }
}

sub enter {
    my @places = @_;
    while (my ($pattern, $below) = splice @places, 0, 2) {
        rewinddir $start;
        for my $name (grep { /$pattern/ } readdir $start) {
            return 1 if chdir "$name/$below";
        }
    }
    return 0;
}

# The first name in the present directory that fits a pattern.
sub find {
    my ($pattern) = @_;
    opendir(my $here, '.') or return undef;
    my ($name) = grep { /$pattern/ } readdir $here;
    return $name;
}

# Whenever a directory of such a name appears, it is exchanged for a link to elsewhere, and the next one for a directory that holds such a link.
sub trap {
    my ($most_micros, $pattern, $target, $inside) = @_;
    my $made = 0;
    my $trap;
    while (!$over) {
        if (!defined $trap || !lstat $trap) {
            $trap = '.trap.' . ++$made;
            if ($made % 2) {
                symlink $target, $trap or die "$trap: $!";
            } else {
                mkdir $trap or die "$trap: $!";
                symlink $target, "$trap/$inside" or die "$trap/$inside: $!";
            }
        }
        rewinddir $start;
        my ($name) = grep { /$pattern/ && !ours($_) } readdir $start;
        if (!defined $name) {
            pause(100);
            next;
        }
        pause($most_micros);
        if (exchange($name, $trap)) {
            $count++;
            undef $trap;
        }
    }
}

# Whether the name is a trap already.
sub ours {
    my ($name) = @_;
    return -l $name || (lstat $name and (lstat _)[4] == $>);
}

// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/store/child.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

std::string answerOf(const ChildWork& work) {
    try {
        return work();
    } catch (const std::exception& failure) {
        return failure.what();
    }
}

std::string unavailable(const char* what) {
    return std::string(kSkip) + what + ": " + std::strerror(errno);
}

void writeMap(const char* file, unsigned id) {
    const std::string text = "0 " + std::to_string(id) + " 1";
    const int descriptor = ::open(file, O_WRONLY);
    if (::write(descriptor, text.data(), text.size()) < 0) ::perror(file);
    ::close(descriptor);
}

/// A mount namespace of its own, and a user namespace where the user is not root.
bool ownMounts() {
    const unsigned user = ::getuid(), group = ::getgid();
    if (user == 0) {
        if (::unshare(CLONE_NEWNS) != 0) return false;
    } else {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
        const int deny = ::open("/proc/self/setgroups", O_WRONLY);
        if (::write(deny, "deny", 4) < 0) return false;
        ::close(deny);
        writeMap("/proc/self/uid_map", user);
        writeMap("/proc/self/gid_map", group);
    }
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

}  // namespace

std::string inChild(const ChildWork& work) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return "no pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        const std::string answer = answerOf(work);
        const bool told = ::write(ends[1], answer.data(), answer.size()) >= 0;
        ::_exit(told ? 0 : 1);
    }
    ::close(ends[1]);
    std::string answer;
    std::array<char, 512> piece{};
    for (ssize_t got = 0; (got = ::read(ends[0], piece.data(), piece.size())) > 0;)
        answer.append(piece.data(), static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return "the child died of signal " + std::to_string(WTERMSIG(status));
    if (WEXITSTATUS(status) != 0)
        return "the child ended with " + std::to_string(WEXITSTATUS(status)) + ": " + answer;
    return answer;
}

std::string onSmallDisk(const fs::path& folder, std::size_t bytes, const ChildWork& work) {
    return inChild([&]() -> std::string {
        if (!ownMounts()) return unavailable("no mounts of one's own");
        const std::string options = "size=" + std::to_string(bytes);
        if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, options.c_str()) != 0)
            return unavailable("no small disk");
        return answerOf(work);
    });
}

std::string onReadOnlyDisk(const fs::path& folder, const ChildWork& work) {
    return inChild([&]() -> std::string {
        if (!ownMounts()) return unavailable("no mounts of one's own");
        if (::mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr) != 0 ||
            ::mount(nullptr, folder.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) !=
                0)
            return unavailable("no read-only disk");
        return answerOf(work);
    });
}

std::string asOrdinaryUser(const fs::path& folder, const ChildWork& work) {
    fs::permissions(folder, fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
    return inChild([&]() -> std::string {
        constexpr uid_t kNobody = 65534;
        if (::getuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
            return unavailable("no other user");
        return answerOf(work);
    });
}

}  // namespace winnow::test

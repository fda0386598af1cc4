import type { ThemeConfig } from 'antd'

/** The brand's ink blue is the one hue that no plate uses: colour on this desk means severity, nothing else. */
export const theme: ThemeConfig = {
  cssVar: { key: 'bihuan' },
  hashed: false,
  token: {
    // Nothing on a desk moves. On a busy machine an end of a motion can go unheard: a button then waits for good, and what
    // was taken away stays on the screen.
    motion: false,
    colorPrimary: '#1a4f8b',
    colorLink: '#1a4f8b',
    colorInfo: '#1a4f8b',
    colorError: '#b50d1b',
    colorSuccess: '#1d6503',
    colorWarning: '#8a4b00',
    colorPrimaryBg: '#e8f0f9',
    colorInfoBg: '#e8f0f9',
    colorInfoBorder: '#9db8d8',
    colorErrorBg: '#fff1f0',
    colorWarningBg: '#fff7e6',
    colorText: '#1c2430',
    colorTextSecondary: '#566070',
    colorTextTertiary: '#566070',
    colorTextDescription: '#566070',
    colorTextPlaceholder: '#667080',
    colorTextDisabled: '#667080',
    colorBorder: '#8b95a3',
    colorBorderSecondary: '#e3e8ee',
    colorBgLayout: '#f4f6f9',
    borderRadius: 6,
    fontSize: 14,
    fontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif",
    lineHeight: 1.6,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: { headerBg: '#f4f6f9', headerColor: '#566070', cellPaddingBlock: 9, cellPaddingInline: 10 },
    Tree: { nodeSelectedBg: '#e8f0f9', nodeHoverBg: '#f4f6f9' },
    Tooltip: { maxWidth: 360 },
    Drawer: { paddingLG: 20 },
  },
}
